package io.asyncrpc.scheduler.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.GetResponse;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole clock, on the real broker, looked at from outside. */
@QuarkusTest
@Timeout(90)
@SuppressWarnings("NullAway.Init") // the field is set by the test framework
class SweepTickerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final long POLL_NANOS = 50_000_000;

    @TestHTTPResource(management = true)
    URI management;

    @Inject
    SweepConfig sweep;

    @Inject
    BrokerConfig broker;

    @Test
    void theClockTicksAndIsReadyAgainAfterABrokerRestart() throws Exception {
        // Given
        becomesReady();
        double before = ticks("confirmed");

        // When
        TestBroker.restart();

        // Then
        becomesReady();
        assertThat(ticks("confirmed")).isGreaterThan(before);
        assertThat(get("/q/health/live")).contains("\"UP\"");
        assertThat(get("/q/metrics")).contains("scheduler_tick_age");
    }

    @Test
    void theCoreFindsATickThatIsNoOlderThanAnInterval() throws Exception {
        // Given
        becomesReady();

        // When
        GetResponse tick = aTick();

        // Then
        assertThat(tick.getProps().getExpiration()).isEqualTo("1000");
        assertThat(tick.getProps().getDeliveryMode()).isEqualTo(1);
        assertThat(new String(tick.getBody(), StandardCharsets.UTF_8)).contains("\"kind\":\"sweep\"");
    }

    @Test
    void theDefaultsAreThoseOfTheHouse() {
        assertThat(sweep.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(sweep.intervalsUntilUnready()).isEqualTo(5);
        assertThat(broker.patience()).isEqualTo(Duration.ofSeconds(2));
    }

    private void becomesReady() throws IOException, InterruptedException {
        double before = ticks("confirmed");
        while (ticks("confirmed") == before || !get("/q/health/ready").contains("\"status\": \"UP\"")) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static GetResponse aTick() throws IOException, TimeoutException {
        Optional<GetResponse> tick = TestBroker.next("core.ticks");
        while (tick.isEmpty()) {
            LockSupport.parkNanos(POLL_NANOS);
            tick = TestBroker.next("core.ticks");
        }
        return tick.get();
    }

    private double ticks(String result) throws IOException, InterruptedException {
        return get("/q/metrics")
                .lines()
                .filter(line -> line.startsWith("scheduler_ticks_total{result=\"" + result + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(management.resolve(path)).build();
        return CLIENT.send(request, BodyHandlers.ofString()).body();
    }
}
