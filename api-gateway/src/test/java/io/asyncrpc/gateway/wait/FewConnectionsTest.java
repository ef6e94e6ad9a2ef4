package io.asyncrpc.gateway.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.asyncrpc.gateway.wait.Asking.Call;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connection for requests and one for the reads of those who wait: whoever is gone or silent holds up nobody else. */
@QuarkusTest
@TestProfile(FewConnectionsTest.Few.class)
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class FewConnectionsTest {
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final String HELD = Thing.ALL + "/held";

    @TestHTTPResource
    URI door;

    @Inject
    Waiters waiters;

    RecordingService service;
    TestTokens tokens;
    private final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
    private Asking operator;
    private Thing thing;

    /** There is room for what was accepted once, and not twice. */
    public static final class Few implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gateway.upstream.connections", "1",
                    "gateway.wait.connections", "1",
                    "gateway.wait.kept-accepted", "50");
        }
    }

    @BeforeEach
    void come() {
        Awaitility.await().until(() -> waiters.all().isEmpty());
        operator = new Asking(door, tokens.operator());
        thing = new Thing(service);
        service.answer(Thing.ALL, (request, body) -> thing.accepted(request.response()));
        service.answer(HELD, (request, body) -> held.add(request));
    }

    @AfterEach
    void leave() {
        held.forEach(request -> request.connection().close());
        service.answer(
                Thing.ALL,
                (request, body) -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(body));
    }

    @Test
    void whoeverHangsUpAfterItWasAcceptedCutsOffNobodyElse() throws IOException {
        // Given
        Call other;
        try (Socket socket = post()) {
            Awaitility.await().until(() -> thing.reads() == 1);
            other = operator.get(HELD);
            awaitHeld(1);
        }

        // When
        Awaitility.await().until(() -> waiters.all().isEmpty());
        pass(Duration.ofMillis(300));
        held.remove().response().putHeader("Content-Type", "application/json").end("{}");

        // Then
        assertThat(other.answer().statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverHangsUpBeforeItIsAcceptedLeavesNoRoomTaken() throws IOException {
        // Given
        Call other = operator.get(HELD);
        awaitHeld(1);
        try (Socket socket = post()) {
            pass(Duration.ofMillis(300));
        }
        pass(Duration.ofMillis(300));

        // When
        held.remove().response().putHeader("Content-Type", "application/json").end("{}");
        assertThat(other.answer().statusCode()).isEqualTo(200);
        operator.get(Thing.ALL + "/any").answer();
        Call next = operator.post(Thing.ALL, "{}", "Prefer", "wait=1");

        // Then
        assertThat(next.answer().statusCode()).isEqualTo(202);
        assertThat(next.answer().headers().firstValue("Preference-Applied")).hasValue("wait=1");
    }

    @Test
    void nobodyWaitsMuchLongerThanTheWishForASilentService() {
        // Given
        List<Thing> silent =
                IntStream.range(0, 5).mapToObj(i -> new Thing(service)).toList();
        silent.forEach(it -> service.answer(it.path(), (request, body) -> held.add(request)));
        service.answer(thing.path(), (request, body) -> held.add(request));

        // When
        Call made = operator.post(Thing.ALL, "{}", "Prefer", "wait=1");
        List<Call> read = silent.stream()
                .map(it -> operator.get(it.path(), "Prefer", "wait=1"))
                .toList();
        List<Call> known = silent.stream()
                .map(it -> operator.get(it.path(), "If-None-Match", "W/\"1\"", "Prefer", "wait=1"))
                .toList();

        // Then
        assertThat(made.answer().statusCode()).isEqualTo(202);
        assertThat(made.answer().body()).isEqualTo(thing.body());
        assertThat(made.took()).isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(4));
        assertThat(read).allSatisfy(FewConnectionsTest::assertUnavailableInTime);
        assertThat(known).allSatisfy(FewConnectionsTest::assertUnavailableInTime);
    }

    @Test
    void whatIsLargeAndSlowHoldsUpNoRead() {
        // Given one whose end is too large to be kept, and streams for long
        Thing large = new Thing(service).padded(200_000);
        large.move(true);
        service.answer(large.path(), (request, body) -> {
            request.response().putHeader("Task-Final", "true").putHeader("Content-Type", "application/json");
            if (large.countRead() == 1) {
                request.response().end(large.body());
            } else {
                request.response().putHeader("Content-Length", "200000").write("{");
                held.add(request);
            }
        });
        Call streaming = operator.get(large.path(), "Prefer", "wait=30");
        awaitHeld(1);

        // When
        Call call = operator.get(thing.path(), "If-None-Match", "W/\"0\"", "Prefer", "wait=30");

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(200);
        assertThat(call.took()).isLessThan(SOON);
        assertThat(streaming.coming()).isNotDone();
    }

    private static void assertUnavailableInTime(Call call) {
        assertThat(call.answer().statusCode()).isEqualTo(503);
        assertThat(call.took()).isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(4));
    }

    /** A submission that is willing to wait, whose answer nobody reads. */
    private Socket post() throws IOException {
        Socket socket = new Socket("127.0.0.1", door.getPort());
        socket.getOutputStream()
                .write(("POST " + Thing.ALL
                                + " HTTP/1.1\r\nHost: door\r\nPrefer: wait=60\r\nContent-Length: 2\r\nAuthorization: Bearer "
                                + tokens.operator() + "\r\n\r\n{}")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private void awaitHeld(int count) {
        Awaitility.await().until(() -> held.size() == count);
    }

    private static void pass(Duration time) {
        Awaitility.await().pollDelay(time).until(() -> true);
    }
}
