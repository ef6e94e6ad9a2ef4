package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** An engine or a service that is being restarted: away at first, back when {@link #over} returns. */
final class Outage {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process restart;

    private Outage(Process restart) {
        this.restart = restart;
    }

    /** Returns when nobody answers at the engine's port any more. */
    static Outage of(String engine, String host, int port) throws IOException {
        Process restart = restart(List.of(engine));
        Awaitility.await(engine + " is away")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !answers(host, port));
        return new Outage(restart);
    }

    /** Returns at once: the service goes away and comes back meanwhile. */
    static Outage of(String service) throws IOException {
        return of(List.of(service));
    }

    static Outage of(List<String> services) throws IOException {
        return new Outage(restart(services));
    }

    /** Kills a part of the system at once; it stays away until it is restarted. */
    static void kill(String name) {
        Path state = Installation.PROJECT.resolve(variable("IOT_STATE"));
        long number =
                Long.parseLong(Installation.process(state, name).getFileName().toString());
        ProcessHandle process = ProcessHandle.of(number).orElseThrow();
        process.destroyForcibly();
        Awaitility.await(name + " is gone").atMost(PATIENCE).until(() -> !process.isAlive());
    }

    boolean isOver() {
        return !restart.isAlive();
    }

    void over() throws Exception {
        String said = new String(restart.getInputStream().readAllBytes(), UTF_8);
        assertThat(restart.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(restart.exitValue()).as("./iot restart said: %s", said).isZero();
    }

    private static Process restart(List<String> names) throws IOException {
        List<String> command = new ArrayList<>(List.of("./iot", "restart"));
        command.addAll(names);
        return new ProcessBuilder(command)
                .directory(Installation.PROJECT.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static boolean answers(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 500);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
