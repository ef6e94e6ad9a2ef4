package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.ComposeFile.found;
import static io.asyncrpc.acceptance.ComposeFile.giving;
import static io.asyncrpc.acceptance.ComposeFile.map;
import static io.asyncrpc.acceptance.ComposeFile.readBy;
import static io.asyncrpc.acceptance.ComposeFile.strings;
import static io.asyncrpc.acceptance.ComposeFile.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No container engine is needed: compose.yaml against what services read, the set-up gives and Dockerfiles say. */
class ComposeTest {
    private static final Set<String> SERVICES = Set.of("api-gateway", "task-core", "device-bridge", "scheduler");
    /** In the Dockerfiles, the same for all. */
    private static final Set<String> OF_THE_IMAGE = Set.of("HTTP_HOST", "HTTP_PORT", "MANAGEMENT_PORT");

    private static final String SECRET = ".*(PASSWORD|TOKEN)";

    private final ComposeFile compose = ComposeFile.read();

    @ParameterizedTest
    @ValueSource(strings = {"api-gateway", "task-core", "device-bridge", "scheduler", "migration"})
    void aServiceReadsEveryVariableItIsGiven(String name) {
        Set<String> read = readBy(module(name)).keySet();

        assertThat(compose.environment(name).keySet())
                .allSatisfy(variable -> assertThat(variable.startsWith("QUARKUS_") || read.contains(variable))
                        .as("%s is read by %s", variable, name)
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-gateway", "task-core", "device-bridge", "scheduler"})
    void whatIsThisMachineByDefaultIsToldToAService(String name) {
        Map<String, String> environment = compose.environment(name);

        readBy(name).forEach((variable, value) -> {
            if (value != null && value.contains("127.0.0.1") && !OF_THE_IMAGE.contains(variable)) {
                assertThat(environment).as("environment of %s", name).containsKey(variable);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "api-gateway, fill_gateway",
        "task-core, fill_core",
        "device-bridge, fill_bridge",
        "scheduler, fill_scheduler"
    })
    void theSetUpGivesAServiceTheSecretsAndFilesItReadsAndNoOthers(String name, String function) {
        String given = giving(function);
        List<String> secrets = found("(?m)^  property ([A-Z_]+) ", given);
        List<String> files = found("(?m)^  file .*?([\\w.-]+)\"?$", given);
        Map<String, String> environment = compose.environment(name);

        assertThat(secrets)
                .isSubsetOf(readBy(name).keySet())
                .containsAll(readBy(name).keySet().stream()
                        .filter(variable -> variable.matches(SECRET))
                        .toList());
        assertThat(environment.keySet()).noneMatch(variable -> variable.matches(SECRET));
        assertThat(environment).containsEntry("QUARKUS_CONFIG_LOCATIONS", "/run/house/secrets.properties");
        assertThat(environment.values().stream()
                        .filter(value -> value.startsWith("/run/house/"))
                        .map(value -> value.substring(11)))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(files.stream(), Stream.of("secrets.properties"))
                        .toList());
    }

    @Test
    void everyPartSeesItsOwnSecretsAlone() {
        Map<String, List<String>> seenBy = new TreeMap<>();
        compose.services()
                .keySet()
                .forEach(name -> compose.mounts(name)
                        .keySet()
                        .forEach(volume -> seenBy.computeIfAbsent(volume, none -> new ArrayList<>())
                                .add(name)));

        assertThat(seenBy.keySet()).isEqualTo(compose.volumes());
        assertThat(seenBy)
                .containsEntry("house", List.of("setup"))
                .containsEntry("house-task-core", List.of("migration", "setup", "task-core"));
        seenBy.forEach((volume, names) -> {
            if (volume.startsWith("house-") && !volume.equals("house-task-core")) {
                assertThat(names).containsExactlyInAnyOrder(volume.substring(6), "setup");
            }
        });
    }

    @Test
    void addressesAreThoseOfServicesAndOfPortsTheyListenOn() {
        String image = text("deploy/images/Dockerfile.native");
        Set<String> ours = Set.copyOf(found("_PORT=(\\d+)", image));
        Set<String> engines = Set.copyOf(found("\\[[A-Z_]+]=(\\d+)", text("deploy/compose/container.sh")));
        List<URI> called = SERVICES.stream()
                .flatMap(name -> compose.environment(name).entrySet().stream())
                .filter(one -> one.getKey().endsWith("_URL"))
                .map(one -> URI.create(one.getValue()))
                .toList();

        assertThat(called).hasSizeGreaterThanOrEqualTo(4).allSatisfy(address -> {
            assertThat(compose.services()).containsKey(address.getHost());
            assertThat(SERVICES.contains(address.getHost()) ? ours : engines)
                    .contains(String.valueOf(address.getPort()));
        });
        assertThat(found("_PORT: (\\d+)", text("deploy/compose/compose.yaml")))
                .isNotEmpty()
                .isSubsetOf(engines);
    }

    @Test
    void onlyTheTwoDoorsAndTheWindowsAreOpenAndOnlyToThisMachineUnlessAsked() {
        Map<String, List<String>> open = new TreeMap<>();
        compose.services().forEach((name, service) -> {
            if (service.containsKey("ports")) {
                open.put(name, strings(service.get("ports")));
            }
        });

        assertThat(open)
                .isEqualTo(Map.of(
                        "nginx",
                        List.of("127.0.0.1:8443:8443"),
                        "rabbitmq",
                        List.of("127.0.0.1:8883:8883"),
                        "grafana",
                        List.of("127.0.0.1:3000:3000"),
                        "prometheus",
                        List.of("127.0.0.1:9090:9090"),
                        "jaeger",
                        List.of("127.0.0.1:16686:16686")));
    }

    @Test
    void whatIsWaitedForExistsAndCanTell() {
        compose.services()
                .forEach((name, service) -> map(service.getOrDefault("depends_on", Map.of()))
                        .forEach((other, how) -> {
                            Map<String, Object> waitedFor = compose.service(other);
                            switch (String.valueOf(map(how).get("condition"))) {
                                case "service_healthy" ->
                                    assertThat(SERVICES.contains(other) || waitedFor.containsKey("healthcheck"))
                                            .as(other)
                                            .isTrue();
                                case "service_completed_successfully" ->
                                    assertThat(waitedFor.getOrDefault("restart", "no"))
                                            .as(other)
                                            .isEqualTo("no");
                                default ->
                                    throw new AssertionError(name + " waits for " + other + " in a way unknown here");
                            }
                        }));
        assertThat(Stream.of("native", "jvm").map(kind -> text("deploy/images/Dockerfile." + kind)))
                .allSatisfy(image -> assertThat(image).contains("HEALTHCHECK", "\nUSER 10001:10001\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-gateway", "task-core", "device-bridge"})
    void noServiceIsKilledBeforeItHasEndedWhatItHasInHand(String name) {
        String settings = text(name + "/src/main/resources/application.properties");
        String drained =
                found("(?m)^quarkus\\.shutdown\\.timeout=(\\d+)s", settings).getFirst();
        String given =
                String.valueOf(compose.service(name).get("stop_grace_period")).replaceFirst("s$", "");

        assertThat(Integer.parseInt(given)).isGreaterThan(Integer.parseInt(drained));
    }

    @Test
    void nobodyMayMoreThanItNeeds() {
        compose.services().forEach((name, service) -> {
            assertThat(service)
                    .as(name)
                    .containsEntry("read_only", true)
                    .containsEntry("cap_drop", List.of("ALL"))
                    .containsEntry("security_opt", List.of("no-new-privileges:true"))
                    .doesNotContainKey("privileged");
            assertThat(map(map(map(service.get("deploy")).get("resources")).get("limits")))
                    .as(name)
                    .containsKeys("memory", "pids");
            if (!name.equals("setup")) {
                assertThat(service).as(name).doesNotContainKey("cap_add");
            }
        });
    }

    @Test
    void imagesArePinnedAndOursAreOfThisVersion() {
        String version =
                found("(?m)^  <version>(.*)</version>", text("pom.xml")).getFirst();

        compose.services()
                .forEach((name, service) -> assertThat(String.valueOf(service.get("image")))
                        .as(name)
                        .matches("[a-z/-]+:[0-9a-zA-Z.-]+")
                        .doesNotEndWith("latest")
                        .satisfies(image -> assertThat(
                                        !image.startsWith("iot-async-rpc/") || image.endsWith(":" + version))
                                .isTrue()));
    }

    @Test
    void everyVariableIsExplainedWithItsDefault() {
        Map<String, String> explained = new TreeMap<>();
        text("deploy/compose/.env.example")
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .forEach(line -> {
                    String[] parts = line.split("=", 2);
                    explained.put(parts[0], parts[1]);
                });

        assertThat(explained).isEqualTo(ComposeFile.variables());
        assertThat(new TreeSet<>(explained.keySet()))
                .allMatch(name -> text("deploy/compose/.env.example").contains(name));
    }

    private static String module(String name) {
        return name.equals("migration") ? "task-core" : name;
    }
}
