package io.asyncrpc.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.RecordingService.Received;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads that go to the service together, through the whole door. */
@QuarkusTest
@TestProfile(TogetherReaderTest.Together.class)
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class TogetherReaderTest {
    private static final String ALL = "/api/v1/tasks";
    private static final String READ = "/house/tasks/read";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TestHTTPResource
    URI door;

    RecordingService service;
    TestTokens tokens;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger version = new AtomicInteger(1);
    private final ConcurrentLinkedQueue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Buffer> heldBodies = new ConcurrentLinkedQueue<>();
    private String token;

    public static final class Together implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gateway.reads.together",
                    "100",
                    "gateway.reads.under-way",
                    "1",
                    "gateway.reads.waiting",
                    "40",
                    "gateway.reads.queueing",
                    "2s");
        }
    }

    @BeforeEach
    void come() {
        token = tokens.operator();
        service.forget();
        service.answer(READ, (request, body) -> answer(request, body));
    }

    @AfterEach
    void leave() {
        held.forEach(request -> request.connection().close());
    }

    @Test
    void aThingIsShownAsItsServiceShowsIt() {
        // When
        HttpResponse<String> answer = get(UUID.randomUUID().toString());

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"version\":1}");
        assertThat(answer.headers().firstValue("etag")).hasValue("W/\"1\"");
        assertThat(answer.headers().firstValue("traceparent")).hasValue(TRACE);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json;charset=UTF-8");
        assertThat(answer.headers().firstValue("ratelimit")).isPresent();
        assertThat(answer.headers().firstValue("task-final")).isEmpty();
        assertThat(service.last().headers()).containsEntry("authorization", "Bearer " + token);
    }

    @Test
    void whatIsStillTheSameIsNotSentAgain() {
        // Given
        String id = UUID.randomUUID().toString();
        HttpResponse<String> first = get(id);

        // When
        HttpResponse<String> second = get(id);
        version.incrementAndGet();
        HttpResponse<String> third = get(id);

        // Then
        assertThat(questions()).hasSize(3);
        assertThat(questions().get(1).getJsonArray("items").getJsonObject(0))
                .isEqualTo(item(id).put("kept", "stamp 1"));
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().map()).containsAllEntriesOf(Map.of("etag", List.of("W/\"1\"")));
        assertThat(third.body()).isEqualTo("{\"version\":2}");
    }

    @Test
    void anAnswerIsNobodyElses() {
        // Given
        String id = UUID.randomUUID().toString();
        get(id);

        // When
        token = tokens.viewer();
        get(id);

        // Then
        assertThat(questions().get(1).getJsonArray("items").getJsonObject(0)).isEqualTo(item(id));
    }

    @Test
    void whoeverKnowsTheVersionIsToldThatItIsTheSame() {
        // When
        HttpResponse<String> answer = get(UUID.randomUUID().toString(), "If-None-Match", "W/\"1\"");

        // Then
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.headers().firstValue("etag")).hasValue("W/\"1\"");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void whileAQuestionIsUnderWayTheOthersAreGatheredForTheNext() {
        // Given
        service.answer(READ, this::hold);
        CompletableFuture<HttpResponse<String>> first = send(UUID.randomUUID().toString());
        Awaitility.await().until(() -> held.size() == 1);

        // When
        List<CompletableFuture<HttpResponse<String>>> others = IntStream.range(0, 30)
                .mapToObj(i -> send(UUID.randomUUID().toString()))
                .toList();
        pass();
        service.answer(READ, this::answer);
        answer(held.remove(), heldBodies.remove());

        // Then
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(others)
                .allSatisfy(each -> assertThat(each.join().statusCode()).isEqualTo(200));
        assertThat(questions()).hasSize(2);
        assertThat(questions().get(1).getJsonArray("items")).hasSize(30);
    }

    @Test
    void whatIsNotShownTogetherIsAskedForByItself() {
        // Given
        String missing = UUID.randomUUID().toString();
        String large = UUID.randomUUID().toString();
        service.answer(READ, (request, body) -> {
            boolean isLarge = body.toString().contains(large);
            said(request, isLarge ? "{\"status\":200,\"version\":1,\"final\":true}" : "{\"status\":404}", "");
        });
        service.answer(
                ALL + "/" + large,
                (request, body) -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end("{\"large\":true}"));
        service.answer(
                ALL + "/" + missing,
                (request, body) -> request.response()
                        .setStatusCode(404)
                        .putHeader("Content-Type", "application/problem+json")
                        .end("{\"code\":\"not-found\"}"));

        // Then
        assertThat(get(missing).statusCode()).isEqualTo(404);
        assertThat(get(missing).body()).contains("not-found");
        assertThat(get(large).body()).isEqualTo("{\"large\":true}");
    }

    @Test
    void anAnswerOfAnUnknownFormCostsNobodyTheirs() {
        for (String broken : List.of("", "{", "{\"v\":2,\"items\":[]}\n", "{\"v\":1,\"items\":[]}\n")) {
            // Given
            service.answer(READ, (request, body) -> request.response().end(broken));

            // Then
            assertThat(get(UUID.randomUUID().toString()).statusCode())
                    .as(broken)
                    .isEqualTo(200);
        }
    }

    @Test
    void aConnectionThatBreaksCostsNobodyTheirs() {
        // Given
        service.answer(READ, (request, body) -> request.connection().close());

        // Then
        assertThat(get(UUID.randomUUID().toString()).statusCode()).isEqualTo(200);
    }

    @Test
    void aSilentServiceIsNotAskedTwice() {
        // Given
        service.answer(READ, (request, body) -> held.add(request));

        // When
        HttpResponse<String> answer = get(UUID.randomUUID().toString());

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"unavailable\"");
        assertThat(service.received()).hasSize(1);
    }

    @Test
    void behindASilentServiceReadsWaitOnlySoLongAndOnlySoMany() {
        // Given
        service.answer(READ, this::hold);
        CompletableFuture<HttpResponse<String>> first = send(UUID.randomUUID().toString());
        Awaitility.await().until(() -> held.size() == 1);

        // When
        List<CompletableFuture<HttpResponse<String>>> others = IntStream.range(0, 50)
                .mapToObj(i -> send(UUID.randomUUID().toString()))
                .toList();

        // Then
        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .until(() -> others.stream().filter(CompletableFuture::isDone).count() == 10);
        assertThat(first.orTimeout(20, TimeUnit.SECONDS).join().statusCode()).isEqualTo(503);
        assertThat(others)
                .allSatisfy(each -> assertThat(
                                each.orTimeout(20, TimeUnit.SECONDS).join().statusCode())
                        .isEqualTo(503));
        assertThat(service.received()).hasSize(1);
    }

    @Test
    void whatHasNoStampIsSentAnewEachTime() {
        // Given
        String id = UUID.randomUUID().toString();
        service.answer(
                READ,
                (request, body) -> said(request, "{\"status\":200,\"version\":1,\"final\":false,\"length\":2}", "{}"));

        // When
        get(id);
        get(id);

        // Then
        assertThat(questions().get(1).getJsonArray("items").getJsonObject(0)).isEqualTo(item(id));
    }

    @Test
    void onlyPlainReadsOfOneThingGoTogether() {
        // Given
        String id = UUID.randomUUID().toString();

        // When
        get(id + "?x=1");
        get(id.toUpperCase(Locale.ROOT));
        get("42");
        get(id + "/history");
        get(id, "Accept", "text/plain");
        List<Received> alone = service.received();

        // Then
        assertThat(alone)
                .hasSize(5)
                .allSatisfy(each -> assertThat(each.method()).isEqualTo("GET"));
    }

    @Test
    void whoeverWaitsIsAnsweredByTheSameQuestions() {
        // When
        HttpResponse<String> answer = get(UUID.randomUUID().toString(), "Prefer", "wait=1", "If-None-Match", "W/\"0\"");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"version\":1}");
        assertThat(service.received()).allSatisfy(each -> assertThat(each.uri()).isEqualTo(READ));
    }

    private void hold(HttpServerRequest request, Buffer body) {
        heldBodies.add(body);
        held.add(request);
    }

    /** As the core does it: everything is there, in one version. */
    private void answer(HttpServerRequest request, Buffer body) {
        int now = version.get();
        String thing = "{\"version\":" + now + "}";
        StringBuilder bodies = new StringBuilder();
        List<String> items = new ArrayList<>();
        for (Object each : body.toJsonObject().getJsonArray("items")) {
            JsonObject item = (JsonObject) each;
            boolean isKnown = ("W/\"" + now + "\"").equals(item.getString("unless"))
                    || ("stamp " + now).equals(item.getString("kept"));
            items.add("{\"status\":" + (isKnown ? 304 : 200) + ",\"version\":" + now + ",\"final\":false"
                    + (isKnown
                            ? "}"
                            : ",\"trace\":\"" + TRACE + "\",\"stamp\":\"stamp " + now + "\",\"length\":"
                                    + thing.length() + "}"));
            bodies.append(isKnown ? "" : thing);
        }
        said(request, String.join(",", items), bodies.toString());
    }

    private static void said(HttpServerRequest request, String items, String bodies) {
        request.response().end("{\"v\":1,\"items\":[" + items + "]}\n" + bodies);
    }

    private List<JsonObject> questions() {
        return service.received().stream()
                .filter(each -> each.uri().equals(READ))
                .map(each -> each.body().toJsonObject())
                .toList();
    }

    private static JsonObject item(String id) {
        return new JsonObject().put("id", id);
    }

    private HttpResponse<String> get(String id, String... headers) {
        return send(id, headers).orTimeout(20, TimeUnit.SECONDS).join();
    }

    private CompletableFuture<HttpResponse<String>> send(String id, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(door.resolve(ALL + "/" + id)).header("Authorization", "Bearer " + token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void pass() {
        Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
    }
}
