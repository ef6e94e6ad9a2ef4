package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What five thousand requests that wait cost the gateway in memory, by the resident size of its process. Run alone: {@code
 * ./mvnw -pl deploy/acceptance verify -Pacceptance -Dit.test=ManyWaitersIT}.
 */
@Isolated("measures")
@Tag(Installation.LAUNCHER)
class ManyWaitersIT {
    private static final int WAITERS = 5_000;
    private static final int TASKS = 500;
    private static final int SECONDS = 25;
    private static final int WARM_UP_SECONDS = 15;
    private static final long LIMIT_MEGABYTES = 100;

    private final Organisation organisation = Organisation.fresh();
    private final URI api = URI.create(Installation.API);

    private record Peak(double waiters, long megabytes) {}

    @Test
    @Timeout(150)
    void fiveThousandWaitersCostLessThanAHundredMegabytes() throws IOException {
        // Given the heap has grown to what as many need who came and went
        List<String> tasks = tasks();
        Peak first = hold(tasks, WARM_UP_SECONDS);
        long before = residentMegabytes();

        // When
        Peak peak = hold(tasks, SECONDS);

        // Then
        System.out.printf(
                Locale.ROOT,
                "waiters: %d MB before, at most %d MB with %.0f of them: %.1f KB each; %d MB in the first round%n",
                before,
                peak.megabytes(),
                peak.waiters(),
                (peak.megabytes() - before) * 1024.0 / WAITERS,
                first.megabytes());
        assertThat(peak.waiters()).isEqualTo(WAITERS);
        assertThat(peak.megabytes() - before).isLessThan(LIMIT_MEGABYTES);
    }

    /** All of them come, wait and are answered. */
    private Peak hold(List<String> tasks, int seconds) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < WAITERS; i++) {
                sockets.add(waiter(tasks.get(i % TASKS), seconds));
            }
            Peak peak = new Peak(0, 0);
            long end = System.nanoTime() + Duration.ofSeconds(seconds - 8).toNanos();
            while (System.nanoTime() < end) {
                peak = new Peak(Math.max(peak.waiters(), waiting()), Math.max(peak.megabytes(), residentMegabytes()));
                Patience.pass(Duration.ofMillis(500));
            }
            for (Socket socket : sockets) {
                assertThat(firstLine(socket)).startsWith("HTTP/1.1 304");
            }
            return peak;
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private List<String> tasks() {
        String deviceId = organisation.register();
        return IntStream.range(0, TASKS)
                .mapToObj(i -> organisation.operator().submit(deviceId, "open", ""))
                .toList();
    }

    private Socket waiter(String taskId, int seconds) throws IOException {
        Socket socket = new Socket(api.getHost(), api.getPort());
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(("GET /api/v1/tasks/" + taskId + " HTTP/1.1\r\nHost: " + api.getAuthority()
                                + "\r\nAuthorization: Bearer "
                                + organisation.viewer().token() + "\r\nIf-None-Match: W/\"1\"\r\nPrefer: wait="
                                + seconds
                                + "\r\nUser-Agent: many-waiters\r\nAccept: application/json\r\n\r\n")
                        .getBytes(ISO_8859_1));
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\r';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    /** By the gateway's own count. */
    private static double waiting() {
        Properties ports = new Properties();
        try (var reader = Files.newBufferedReader(state().resolve("ports"))) {
            ports.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return given().get("http://127.0.0.1:" + ports.getProperty("API_MANAGEMENT") + "/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("gateway_waiters "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
    }

    private static Path state() {
        return Installation.PROJECT.resolve(variable("IOT_STATE"));
    }

    private static long residentMegabytes() throws IOException {
        try (Stream<String> lines =
                Files.lines(Installation.process(state(), "api-gateway").resolve("status"))) {
            String kilobytes = lines.filter(line -> line.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow()
                    .replaceAll("\\D", "");
            return Long.parseLong(kilobytes) / 1024;
        }
    }
}
