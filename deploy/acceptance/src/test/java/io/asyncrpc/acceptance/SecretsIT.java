package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Keys and passwords stand in no log and in no process list. */
@Isolated("restarts services and the broker")
class SecretsIT {

    private static final Path STATE = Installation.PROJECT.resolve(variable("IOT_STATE"));

    private final Organisation organisation = Organisation.fresh();

    @Test
    void noSecretIsInTheProcessListOrALog() throws Exception {
        // Given
        Set<String> secrets = Installation.read(STATE.resolve("secrets"))
                .lines()
                .map(line -> line.substring(line.indexOf('=') + 1))
                .collect(Collectors.toSet());
        secrets.add("PRIVATE KEY");
        Authority authority = Authority.ofTheSystem();
        String id = organisation.register();
        TestDevice.connect(id, authority.issue(id)).close();

        try (ProcessList seen = new ProcessList()) {
            // When
            secrets.add(organisation.credentials(id).password());
            String key =
                    organisation.admin().post("/keys", "{\"role\":\"viewer\"}").path("key");
            secrets.add(key);
            ApiClient.anonymous().header("x-api-key", key).get("/tasks").then().statusCode(200);
            authority.does("renew", id);
            authority.does("revoke", id);
            for (String part : List.of("task-core", "device-bridge", "rabbitmq")) {
                Outage.of(part).over();
            }
            seen.close();

            // Then
            assertThat(secrets)
                    .hasSizeGreaterThan(10)
                    .allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(10));
            assertThat(seen.commandLines())
                    .anyMatch(line -> line.contains("openssl ca"))
                    .anyMatch(line -> line.contains("quarkus-run.jar"))
                    .noneMatch(line -> secrets.stream().anyMatch(line::contains));
            assertThat(logs())
                    .hasSizeGreaterThan(5)
                    .allSatisfy(log -> assertThat(text(log)).doesNotContain(secrets));
        }
    }

    private static List<Path> logs() throws IOException {
        try (Stream<Path> all = Files.walk(STATE.resolve("log"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
