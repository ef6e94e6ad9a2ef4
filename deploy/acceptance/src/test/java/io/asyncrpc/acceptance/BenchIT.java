package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./iot bench --json} prints, of a short run at a low rate. */
@Tag(Installation.LAUNCHER)
class BenchIT {

    private static final Path JAR = Installation.PROJECT.resolve("deploy/fleet/target/fleet.jar");

    @Test
    @Timeout(240)
    void aShortRunIsAnsweredAndCheckedAndTold(@TempDir Path folder) throws Exception {
        // When
        Path news = folder.resolve("news");
        Process bench = start(news, Organisation.fresh().name());
        String output = new String(bench.getInputStream().readAllBytes(), UTF_8);
        boolean ended = bench.waitFor(10, TimeUnit.SECONDS);

        // Then
        String told = Installation.read(news);
        assertThat(ended).as(told).isTrue();
        assertThat(bench.exitValue()).as(told).isZero();
        assertThat(output.lines()).as("one object on stdout").hasSize(1);
        JsonNode json = new ObjectMapper().readTree(output);
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "scenario",
                        "roundTripsPerSecond",
                        "answeredPercent",
                        "latencyMs",
                        "cpuSecondsPer1000",
                        "rssMb",
                        "checker");
        assertThat(json.path("answeredPercent").asDouble()).isEqualTo(100);
        assertThat(json.path("roundTripsPerSecond").asDouble()).isPositive();
        assertThat(json.path("latencyMs").path("p99").asDouble())
                .isBetween(1.0, json.path("latencyMs").path("max").asDouble());
        assertThat(json.path("rssMb").fieldNames())
                .toIterable()
                .contains("postgres", "rabbitmq", "task-core", "device-bridge", "scheduler", "api-gateway", "fleet");
        assertThat(json.path("checker").path("violations").asInt(-1)).as(told).isZero();
        assertThat(told).contains("round trips a second", "report.html");
    }

    private static Process start(Path news, String organisation) throws IOException {
        assertThat(JAR).as("built by ./mvnw package -pl deploy/fleet").exists();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-jar",
                JAR.toString(),
                "bench",
                "steady",
                "--json",
                "--rate",
                "5",
                "--seconds",
                "5",
                "--warm-up",
                "2",
                "--devices",
                "5",
                "--org",
                organisation);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(news.toFile());
        builder.environment()
                .put(
                        "IOT_STATE",
                        Installation.PROJECT
                                .resolve(Installation.variable("IOT_STATE"))
                                .toString());
        return builder.start();
    }
}
