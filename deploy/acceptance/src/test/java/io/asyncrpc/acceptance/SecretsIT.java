package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Keys and passwords stand in no log and in no process list. */
@Isolated("restarts services and the broker")
@Tag(Installation.LAUNCHER)
class SecretsIT {

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----([^-]+)-----END [A-Z ]*PRIVATE KEY-----");
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
        String token = organisation.viewer().token();
        secrets.add(signature(token));
        TestDevice.connect(id, authority.issue(id)).close();

        try (ProcessList seen = new ProcessList()) {
            // When
            secrets.add(organisation.credentials(id).password());
            String key =
                    organisation.admin().post("/keys", "{\"role\":\"viewer\"}").path("key");
            secrets.add(key);
            ApiClient.anonymous().header("x-api-key", key).get("/tasks").then().statusCode(200);
            throughTheEdge("x-api-key", key, 200);
            throughTheEdge("Authorization", "Bearer " + token, 200);
            throughTheEdge("Authorization", "Bearer x" + token, 401);
            authority.does("renew", id);
            authority.does("revoke", id);
            for (String part : List.of("task-core", "device-bridge", "rabbitmq", "api-gateway", "nginx")) {
                Outage.of(part).over();
            }
            seen.close();
            secrets.addAll(keys());

            // Then
            assertThat(secrets)
                    .hasSizeGreaterThan(10)
                    .allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(10));
            assertThat(seen.commandLines())
                    .anyMatch(line -> line.contains("openssl ca"))
                    .anyMatch(line -> line.contains("/app/task-core/"))
                    .anyMatch(line -> line.contains("nginx.conf"))
                    .noneMatch(line -> secrets.stream().anyMatch(line::contains));
            assertThat(logs())
                    .hasSizeGreaterThan(5)
                    .anyMatch(log -> log.endsWith("nginx.out"))
                    .allSatisfy(log -> assertThat(text(log)).doesNotContain(secrets));
        }
    }

    private static void throughTheEdge(String header, String secret, int status) {
        Edge.trusting(variable("HTTPS_URL"))
                .header(header, secret)
                .get("/tasks")
                .then()
                .statusCode(status);
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    /** Of each key file that the installation has by now, a line that only it has. */
    private static Set<String> keys() throws IOException {
        try (Stream<Path> own = Files.list(STATE);
                Stream<Path> authority = Files.walk(STATE.resolve("pki"));
                Stream<Path> database = Files.walk(STATE.resolve("postgres/tls"))) {
            Set<String> lines = Stream.of(own, authority, database)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".pem"))
                    .map(SecretsIT::text)
                    .flatMap(pem -> PRIVATE_KEY.matcher(pem).results().map(key -> middle(key.group(1))))
                    .collect(Collectors.toSet());
            assertThat(lines).hasSizeGreaterThan(6);
            return lines;
        }
    }

    private static String middle(String base64) {
        List<String> lines = base64.strip().lines().toList();
        return lines.get(lines.size() / 2);
    }

    private static List<Path> logs() throws IOException {
        try (Stream<Path> all = Files.walk(STATE.resolve("log"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
