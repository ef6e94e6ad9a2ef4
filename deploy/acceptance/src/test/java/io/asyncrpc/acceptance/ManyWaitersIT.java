package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What five thousand requests that wait cost the gateway in memory, by the resident size of its process. Run alone: {@code
 * ./mvnw -pl deploy/acceptance verify -Pacceptance -Dit.test=ManyWaitersIT}.
 */
@Isolated("measures")
class ManyWaitersIT {
    private static final int WAITERS = 5_000;
    private static final int TASKS = 500;
    private static final int SECONDS = 25;
    private static final long LIMIT_MEGABYTES = 100;

    private final Organisation organisation = Organisation.fresh();
    private final URI api = URI.create(Installation.API);

    @Test
    @Timeout(150)
    void fiveThousandWaitersCostLessThanAHundredMegabytes() throws IOException {
        // Given
        List<String> tasks = tasks();
        warmUp(tasks);
        long before = residentMegabytes();

        // When
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            sockets.add(waiter(tasks.get(i % TASKS)));
        }
        long after = before;
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS - 8).toNanos();
        while (System.nanoTime() < end) {
            after = Math.max(after, residentMegabytes());
            Patience.pass(Duration.ofMillis(500));
        }

        // Then
        for (Socket socket : sockets) {
            assertThat(firstLine(socket)).startsWith("HTTP/1.1 304");
            socket.close();
        }
        System.out.printf(
                Locale.ROOT,
                "waiters: %d MB before, at most %d MB with %d of them: %.1f KB each%n",
                before,
                after,
                WAITERS,
                (after - before) * 1024.0 / WAITERS);
        assertThat(after - before).isLessThan(LIMIT_MEGABYTES);
    }

    private List<String> tasks() {
        String deviceId = organisation.register();
        return IntStream.range(0, TASKS)
                .mapToObj(i -> organisation.operator().submit(deviceId, "open", ""))
                .toList();
    }

    /** The paths are compiled and the heap has its usual size; a few waiters come and go. */
    private void warmUp(List<String> tasks) {
        Waiting viewer = new Waiting(organisation.viewer());
        for (int round = 0; round < 20; round++) {
            List<Waiting.Call> calls = tasks.stream()
                    .limit(100)
                    .map(id -> viewer.get(id, "If-None-Match", "W/\"0\"", "Prefer", "wait=30"))
                    .toList();
            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.answer().statusCode()).isEqualTo(200));
        }
    }

    private Socket waiter(String taskId) throws IOException {
        Socket socket = new Socket(api.getHost(), api.getPort());
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(("GET /api/v1/tasks/" + taskId + " HTTP/1.1\r\nHost: " + api.getAuthority()
                                + "\r\nAuthorization: Bearer "
                                + organisation.viewer().token() + "\r\nIf-None-Match: W/\"1\"\r\nPrefer: wait="
                                + SECONDS
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

    private static long residentMegabytes() throws IOException {
        Path record = Installation.PROJECT
                .resolve(variable("IOT_STATE"))
                .resolve("pid")
                .resolve("api-gateway");
        String pid = Files.readString(record).split(" ")[0];
        try (Stream<String> lines = Files.lines(Path.of("/proc", pid, "status"))) {
            String kilobytes = lines.filter(line -> line.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow()
                    .replaceAll("\\D", "");
            return Long.parseLong(kilobytes) / 1024;
        }
    }
}
