package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One more process of a service, beside the one that the launcher started and on the same engines. */
final class Replica implements Door {

    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Path STATE = Installation.PROJECT.resolve(variable("IOT_STATE"));

    private final Process process;
    private final boolean serves;
    private final String url;
    private final String management;

    private Replica(Process process, boolean serves, boolean tls, int port, int management) {
        this.process = process;
        this.serves = serves;
        this.url = (tls ? "https://localhost:" : "http://127.0.0.1:") + port;
        this.management = "http://127.0.0.1:" + management;
    }

    /** How a service was started that may not run any more. */
    record Pattern(String service, List<String> command, Map<String, String> environment) {

        /** Of the one that the launcher started. */
        static Pattern of(String service) throws IOException {
            Path process = Installation.process(STATE, service);
            return new Pattern(service, entries(process.resolve("cmdline")), Replica.environment(process));
        }

        /** The same of another build: {@code target/quarkus-app} of the service below that folder. An archive of classes fits one build alone. */
        Pattern ofBuild(Path build) {
            List<String> other = new ArrayList<>(command);
            other.removeIf(argument -> argument.contains("SharedArchive"));
            Path jar = build.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
            other.set(other.size() - 1, jar.toString());
            return new Pattern(service, other, environment);
        }

        /** Starts one; but for the ports, the log and what is given, all is the same. */
        Replica start(Map<String, String> more) throws IOException {
            int port = freePort();
            int management = freePort();
            Path log =
                    Files.createTempFile(Files.createDirectories(STATE.resolve("log")), service + "-replica-", ".log");
            Map<String, String> own = new HashMap<>(environment);
            own.put("HTTP_PORT", Integer.toString(port));
            own.put("MANAGEMENT_PORT", Integer.toString(management));
            own.put("QUARKUS_LOG_FILE_PATH", log.toString());
            own.putAll(more);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Installation.PROJECT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            builder.environment().putAll(own);
            boolean tls = own.getOrDefault("QUARKUS_PROFILE", "").contains("tls");
            Process process = builder.start();
            // Also when the tests are broken off
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new Replica(process, !service.equals("scheduler"), tls, port, management);
        }
    }

    /** Starts one beside that of the launcher. */
    static Replica of(String service, Map<String, String> more) throws IOException {
        return Pattern.of(service).start(more);
    }

    String url() {
        return url;
    }

    String management() {
        return management;
    }

    @Override
    public RequestSpecification anonymous() {
        RequestSpecification request = url.startsWith("https:")
                ? Edge.trusting(url)
                : ApiClient.anonymous().baseUri(url);
        return request.contentType("application/json");
    }

    String metrics() {
        return given().get(management + "/q/metrics").asString();
    }

    void awaitReady() {
        await("ready");
    }

    /** It runs, and that may be all. */
    void awaitAlive() {
        await("live");
    }

    private void await(String health) {
        Awaitility.await("a replica is " + health)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        given().get(management + "/q/health/" + health).statusCode() == 200 && (!serves || listens()));
    }

    /** Its management port listens before the other. */
    private boolean listens() throws IOException {
        URI address = URI.create(url);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            return socket.isConnected();
        }
    }

    /** At once, as by {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        Awaitility.await("a replica is gone").atMost(PATIENCE).until(() -> !process.isAlive());
    }

    /** Told to end in order, as by {@code kill}; it takes its time. */
    void terminate() {
        process.destroy();
    }

    /** Nobody new is to be sent to it when it is not. */
    boolean isReady() {
        return refusal().isEmpty();
    }

    /** Why it is not ready. */
    Optional<String> refusal() {
        try {
            Response answer = given().get(management + "/q/health/ready");
            return answer.statusCode() == 200 ? Optional.empty() : Optional.of(answer.asString());
        } catch (Exception away) {
            return Optional.of(away.toString());
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** In order: what one that is killed had in its hands comes to the others a second time, and tests beside this one would hear it. */
    @Override
    public void close() {
        terminate();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    private static Map<String, String> environment(Path process) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (String entry : entries(process.resolve("environ"))) {
            int equals = entry.indexOf('=');
            environment.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return environment;
    }

    private static List<String> entries(Path file) throws IOException {
        return List.of(new String(Files.readAllBytes(file), UTF_8).split("\0"));
    }

    /** None of those that the system gives to whoever calls: one of them may be taken again before a process listens to it. */
    static int freePort() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
        throw new IOException("no port is free");
    }
}
