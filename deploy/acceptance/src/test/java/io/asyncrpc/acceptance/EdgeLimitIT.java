package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Problems.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.asyncrpc.acceptance.Token.Role;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Edges with a gateway in a test's hand behind them: what goes in, and what never gets there. */
@Tag(Installation.LAUNCHER)
class EdgeLimitIT {

    private final BlockingQueue<Headers> received = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private IdentityProvider provider;
    private HttpServer gateway;
    private String token;

    @BeforeEach
    void open() throws Exception {
        provider = new IdentityProvider();
        provider.makeEc("curve");
        provider.publish("curve");
        token = provider.sign(Token.of("edge", Role.ADMIN), "curve");
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.setExecutor(Executors.newCachedThreadPool());
        gateway.createContext("/api/v1/quick", exchange -> answer(exchange, "{}"));
        gateway.createContext("/api/v1/slow", exchange -> {
            received.add(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write('[');
                body.flush();
                await(released);
                body.write(']');
            }
        });
        gateway.start();
    }

    @AfterEach
    void close() {
        released.countDown();
        gateway.stop(0);
        provider.close();
    }

    @Test
    void onlyHeadersOfTheContractGoIn() throws Exception {
        // Given
        Map<String, String> contract = Map.of(
                "Accept", "application/json",
                "If-None-Match", "W/\"3\"",
                "Idempotency-Key", "k-1",
                "Prefer", "wait=5",
                "Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "X-Api-Key", "ark_" + "k".repeat(43));
        Map<String, String> smuggled = Map.of(
                "X-Forwarded-For", "10.0.0.1",
                "X-Organisation", "acme",
                "X-House-Token", "secret",
                "Task-Final", "true",
                "Cookie", "a=b",
                "Forwarded", "for=10.0.0.1");
        try (Edge edge = edge(Map.of())) {
            // When
            edge.with(token)
                    .headers(contract)
                    .headers(smuggled)
                    .body("{\"a\":1}")
                    .post("/quick")
                    .then()
                    .statusCode(200);

            // Then
            Headers headers = received.poll(5, TimeUnit.SECONDS);
            Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.addAll(headers.keySet());
            assertThat(names)
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    contract.keySet().stream(),
                                    Stream.of("Host", "Authorization", "Content-Type", "Content-Length", "User-Agent"))
                            .toList());
            contract.forEach((name, value) -> assertThat(headers.get(name)).containsExactly(value));
        }
    }

    @Test
    void anAnswerGoesOutAsItComes() throws Exception {
        try (Edge edge = edge(Map.of())) {
            // Given
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, Badge.trust().getTrustManagers(), null);
            HttpRequest request = HttpRequest.newBuilder(URI.create(edge.url() + "/api/v1/slow"))
                    .header("Authorization", "Bearer " + token)
                    .build();

            // When
            InputStream answer = HttpClient.newBuilder()
                    .sslContext(tls)
                    .build()
                    .send(request, BodyHandlers.ofInputStream())
                    .body();

            // Then
            assertThat(answer.read()).isEqualTo('[');
            released.countDown();
            assertThat(answer.readAllBytes()).containsExactly(']');
        }
    }

    @Test
    void aCallerWhoSendsTooMuchIsSlowedDown() throws Exception {
        try (Edge edge = edge(Map.of("REQUESTS_PER_SECOND", "1", "REQUESTS_AT_ONCE", "3"))) {
            // Given
            long start = System.nanoTime();

            // When
            List<Response> answers = IntStream.range(0, 40)
                    .parallel()
                    .mapToObj(i -> edge.with(token).get("/quick"))
                    .toList();

            // Then
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
            List<Response> refused =
                    answers.stream().filter(a -> a.statusCode() != 200).toList();
            assertThat(answers.size() - refused.size()).isBetween(4, (int) seconds + 5);
            assertProblem(refused.getFirst(), 429, "rate-limited");
            assertThat(refused.getFirst().header("Retry-After")).isEqualTo("1");
            assertThat(edge.metrics()).contains("edge_refused_total{status=\"429\"} " + refused.size());
        }
    }

    @Test
    void aCallerHoldsOnlySoManyConnections() throws Exception {
        try (Edge edge = edge(Map.of("CONNECTIONS", "2"))) {
            // Given
            List<CompletableFuture<Response>> held = Stream.of(1, 2)
                    .map(i ->
                            CompletableFuture.supplyAsync(() -> edge.with(token).get("/slow")))
                    .toList();
            received.poll(10, TimeUnit.SECONDS);
            received.poll(10, TimeUnit.SECONDS);

            // When
            Response third = edge.with(token).get("/quick");
            released.countDown();

            // Then
            assertProblem(third, 429, "rate-limited");
            held.forEach(answer -> assertThat(
                            answer.orTimeout(20, TimeUnit.SECONDS).join().statusCode())
                    .isEqualTo(200));
        }
    }

    @Test
    void aGatewayThatIsAwayIsUnavailable() throws Exception {
        // Given
        int nobody = Replica.freePort();
        try (Edge edge = Edge.before("http://127.0.0.1:" + nobody, provider.published(), Map.of())) {
            // When
            Response answer = edge.with(token).get("/quick");

            // Then
            assertProblem(answer, 503, "unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void aKeyThatCannotBeUsedLetsNobodyIn() throws Exception {
        // Given
        String nonsense =
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"curve\",\"x\":\"AA\",\"y\":\"AA\"},{}]}";
        try (Edge edge = Edge.before("http://127.0.0.1:1", nonsense, Map.of())) {
            // Then
            assertProblem(edge.with(token).get("/quick"), 401, "unauthenticated");
            assertThat(edge.metrics()).contains("edge_token_refused_total{reason=\"key\"} 1");
        }
    }

    private Edge edge(Map<String, String> more) throws IOException {
        return Edge.before("http://127.0.0.1:" + gateway.getAddress().getPort(), provider.published(), more);
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            received.add(exchange.getRequestHeaders());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length());
            exchange.getResponseBody().write(body.getBytes(UTF_8));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
