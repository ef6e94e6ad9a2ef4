package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static io.restassured.RestAssured.given;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One more nginx by the project's own configuration, in front of whatever a test wants. */
final class Edge implements Door {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String PLAIN = "PLAIN";

    private final Path folder;
    private final Process process;
    private final int port = Replica.freePort();
    private final int management = Replica.freePort();

    private Edge(Path folder, String gateway, String keys, Map<String, String> more) throws IOException {
        this.folder = folder;
        Path certificate = Authority.ofTheSystem().folder().resolve("servers").resolve("localhost");
        Map<String, Object> values = new HashMap<>(Map.of(
                "MODULES", variable("NGINX_MODULES"),
                "CODE", Installation.PROJECT.resolve("deploy/nginx"),
                "STATE", folder,
                "PORT", port,
                "MANAGEMENT_PORT", management,
                "GATEWAYS", "server %s;".formatted(URI.create(gateway).getAuthority()),
                "TOKEN_KEYS", folder.resolve("keys.json"),
                "CERTIFICATE", certificate.resolve("chain.pem"),
                "KEY", certificate.resolve("key.pem")));
        values.putAll(Map.of(
                "GATEWAY_SCHEME", URI.create(gateway).getScheme(),
                "GATEWAY_NAME", "localhost",
                "CA", Authority.ofTheSystem().folder().resolve("ca.pem")));
        values.putAll(Map.of("WORKERS", 1, "LISTEN_HOST", "127.0.0.1", "MANAGEMENT_HOST", "127.0.0.1"));
        values.putAll(Map.of("REQUESTS_PER_SECOND", 1_000, "REQUESTS_AT_ONCE", 1_000, "CONNECTIONS", 1_000));
        values.putAll(more);
        String configuration = Installation.read(Installation.PROJECT.resolve("deploy/nginx/nginx.conf"));
        for (Map.Entry<String, Object> value : values.entrySet()) {
            configuration = configuration.replace("@" + value.getKey() + "@", String.valueOf(value.getValue()));
        }
        if (more.containsKey(PLAIN)) {
            configuration = configuration
                    .replace(":" + port + " ssl;", ":" + port + ";")
                    .replace("http2 on;", "");
        }
        Files.writeString(folder.resolve("keys.json"), keys);
        Path file = Files.writeString(folder.resolve("nginx.conf"), configuration);
        ProcessBuilder builder = new ProcessBuilder(variable("NGINX"), "-e", "stderr", "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.out").toFile());
        builder.environment()
                .putAll(Map.of(
                        "JWT_ALGORITHMS", "RS256,ES256",
                        "JWT_ISSUER", Installation.JWT_ISSUER,
                        "JWT_AUDIENCE", Installation.JWT_AUDIENCE));
        this.process = builder.start();
        // Also when the tests are broken off
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    /**
     * @param keys a JWKS
     * @param more what is to be filled in differently, such as {@code CONNECTIONS}
     */
    static Edge before(String gateway, String keys, Map<String, String> more) throws IOException {
        Edge edge = new Edge(Files.createTempDirectory("edge-"), gateway, keys, more);
        Awaitility.await("an edge is there")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> given().get(edge.management() + "/q/health/live").statusCode() == 200);
        return edge;
    }

    /** The same without TLS, for a client that speaks none. */
    static Edge plainBefore(String gateway, String keys) throws IOException {
        return before(gateway, keys, Map.of(PLAIN, "yes"));
    }

    String url() {
        return "https://localhost:" + port;
    }

    /** Of one {@link #plainBefore}. */
    String plainUrl() {
        return "http://127.0.0.1:" + port;
    }

    String management() {
        return "http://127.0.0.1:" + management;
    }

    String metrics() {
        return given().get(management() + "/q/metrics").asString();
    }

    /** Has other keys from soon on, as after {@code nginx -s reload}. */
    void reload(String keys) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("keys.json"), keys);
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public RequestSpecification anonymous() {
        return trusting(url()).contentType("application/json");
    }

    /** Over TLS, to a server that the system's CA vouches for. */
    static RequestSpecification trusting(String url) {
        try {
            return ApiClient.anonymous().baseUri(url).trustStore(Badge.trusted());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
