package io.asyncrpc.gateway.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.asyncrpc.gateway.wait.Asking.Call;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service is away, the caller is gone, too many wait, too much is asked. */
@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class WaitingTroubleTest {
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final int SEATS = 20;

    @TestHTTPResource
    URI door;

    @Inject
    Waiters waiters;

    RecordingService service;
    TestTokens tokens;
    private Thing thing;

    @BeforeEach
    void come() {
        Awaitility.await().until(() -> waiters.all().isEmpty());
        thing = new Thing(service);
    }

    @Test
    void aServiceThatWasNeverThereIsUnavailableWhenTheTimeIsOver() {
        // Given
        int port = service.port();
        service.stop();

        // When
        Call call = viewer().get(thing.path(), "If-None-Match", thing.etag(), "Prefer", "wait=2");

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(503);
        assertThat(call.answer().headers().firstValue("Retry-After")).isPresent();
        assertThat(call.answer().headers().firstValue("Preference-Applied")).isEmpty();
        assertThat(call.took()).isGreaterThan(Duration.ofMillis(1_900));
        service.start(port);
    }

    @Test
    void aServiceThatComesBackIsAsked() {
        // Given
        int port = service.port();
        service.stop();
        Call call = viewer().get(thing.path(), "If-None-Match", thing.etag(), "Prefer", "wait=30");
        Awaitility.await().until(() -> waiters.all().size() == 1);

        // When
        thing.move(false);
        service.start(port);

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(200);
        assertThat(call.answer().body()).isEqualTo(thing.body());
        assertThat(call.took()).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void whatWasTrueIsStillSaidWhenTheServiceGoes() {
        // Given
        Call call = viewer().get(thing.path(), "If-None-Match", thing.etag(), "Prefer", "wait=2");
        Awaitility.await().until(() -> thing.reads() == 1);

        // When
        service.answer(thing.path(), (request, body) -> request.connection().close());
        waiters.wake(new Change(thing.id(), 2, true));

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(304);
        assertThat(call.answer().headers().firstValue("ETag")).hasValue(thing.etag());
    }

    @Test
    void aCallerWhoHangsUpIsGoneAtOnce() throws IOException {
        // Given
        try (Socket socket = new Socket("127.0.0.1", door.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + thing.path()
                                    + " HTTP/1.1\r\nHost: door\r\nPrefer: wait=60\r\nAuthorization: Bearer "
                                    + tokens.viewer() + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            Awaitility.await().until(() -> waiters.all().size() == 1);
        }

        // Then
        Awaitility.await().atMost(SOON).until(() -> waiters.all().isEmpty());
    }

    @Test
    void onlySoManyOfAnOrganisationMayWait() {
        // Given
        List<Call> waiting = IntStream.range(0, SEATS)
                .mapToObj(i -> viewer().get(thing.path(), "Prefer", "wait=30"))
                .toList();
        Awaitility.await().until(() -> waiters.all().size() == SEATS);

        // When
        HttpResponse<String> read =
                viewer().get(thing.path(), "Prefer", "wait=30").answer();
        HttpResponse<String> made = new Asking(door, tokens.operator())
                .post(Thing.ALL + "?made", "{}", "Prefer", "wait=30")
                .answer();
        HttpResponse<String> notWaiting = new Asking(door, tokens.operator())
                .post(Thing.ALL, "{}", "Prefer", "wait=0")
                .answer();
        Call ofOthers = new Asking(
                        door, tokens.sign(tokens.claims().claim("org", "other").groups(Set.of("viewer"))))
                .get(thing.path(), "Prefer", "wait=1");

        // Then
        assertThat(List.of(read, made)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.body()).contains("\"code\":\"rate-limited\"");
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        });
        assertThat(service.received()).noneMatch(received -> received.uri().endsWith("?made"));
        assertThat(ofOthers.answer().statusCode()).isEqualTo(200);
        assertThat(viewer().get(thing.path()).answer().statusCode())
                .as("who does not wait needs no seat")
                .isEqualTo(200);
        assertThat(notWaiting.statusCode()).isEqualTo(200);
        waiters.wake(thing.move(true));
        assertThat(waiting)
                .allSatisfy(call -> assertThat(call.answer().statusCode()).isEqualTo(200));
        Awaitility.await().until(() -> waiters.all().isEmpty());
        assertThat(viewer().get(thing.path(), "Prefer", "wait=30").answer().statusCode())
                .isEqualTo(200);
    }

    @Test
    void anOrganisationThatAsksTooMuchIsRefusedAndOthersAreNot() {
        // Given
        String hasty = tokens.sign(tokens.claims().claim("org", "hasty").groups(Set.of("viewer")));
        Asking asking = new Asking(door, hasty);

        // When
        HttpResponse<String> refused = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> someOf(asking), answer -> answer.statusCode() == 429);

        // Then
        assertThat(refused.body()).contains("\"code\":\"rate-limited\"");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(viewer().get(thing.path()).answer().statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> someOf(Asking asking) {
        List<Call> calls = IntStream.range(0, 200)
                .mapToObj(i -> asking.get("/api/v1/nothing"))
                .toList();
        CompletableFuture.allOf(calls.stream().map(Call::coming).toArray(CompletableFuture[]::new))
                .join();
        return calls.getLast().answer();
    }

    private Asking viewer() {
        return new Asking(door, tokens.viewer());
    }
}
