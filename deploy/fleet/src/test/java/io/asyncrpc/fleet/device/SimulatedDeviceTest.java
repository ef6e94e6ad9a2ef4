package io.asyncrpc.fleet.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.asyncrpc.fleet.device.Said.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedDeviceTest {

    private static final Outcome OPENED =
            new Outcome(200, JsonNodeFactory.instance.objectNode().put("open", true));
    private static final String CALL =
            "{\"id\":\"t1\",\"header\":{\"method\":\"open\"},\"attempt\":1,\"payload\":{\"percent\":40}}";

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final FakeChannel channel = new FakeChannel();
    private final List<Throwable> troubles = new ArrayList<>();

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void worksWhenItIsCalledAndSaysTheOutcome() {
        // Given
        started((call, bench) -> CompletableFuture.completedFuture(OPENED));

        // When
        channel.hear("rsp", CALL);

        // Then
        assertThat(channel.sent).containsExactly(new Said.Ask(null), new Said.Result("t1", 1, OPENED, "1"));
    }

    @Test
    void reportsProgressWhileItWorks() {
        // Given
        started((call, bench) -> {
            bench.report(50, "half");
            return CompletableFuture.completedFuture(OPENED);
        });

        // When
        channel.hear("rsp", CALL);

        // Then
        assertThat(channel.sent).element(1).isEqualTo(new Said.Progress("t1", 50, "half"));
    }

    @Test
    void saysThatItsProgramFailedWhenTheWorkThrows() {
        // Given
        started((call, bench) -> CompletableFuture.failedFuture(new IllegalStateException("boom")));

        // When
        channel.hear("rsp", CALL);

        // Then
        assertThat(channel.sent).last().isEqualTo(new Said.Result("t1", 1, Outcomes.broken(), "1"));
        assertThat(troubles).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void cancelsWorkThatIsToStop() {
        // Given
        CompletableFuture<Outcome> endless = new CompletableFuture<>();
        started((call, bench) -> endless);
        channel.hear("rsp", CALL);

        // When
        channel.hear("cnl", "{\"id\":\"t1\",\"deadline\":1}");

        // Then
        assertThat(endless).isCancelled();
        assertThat(channel.sent)
                .last()
                .isInstanceOfSatisfying(
                        Said.Result.class,
                        result -> assertThat(result.outcome().statusCode()).isEqualTo(DeviceProtocol.STOPPED));
    }

    @Test
    void saysNothingMoreAfterItsEnd() {
        // Given
        CompletableFuture<Outcome> endless = new CompletableFuture<>();
        SimulatedDevice device = started((call, bench) -> endless);
        channel.hear("rsp", CALL);
        int said = channel.sent.size();

        // When
        device.close();
        channel.hear("tsk", CALL);

        // Then
        assertThat(endless).isCancelled();
        assertThat(channel.sent).hasSize(said);
        assertThat(troubles).isEmpty();
    }

    @Test
    void outlivesAWordItCannotRead() {
        // Given
        started((call, bench) -> CompletableFuture.completedFuture(OPENED));

        // When
        channel.hear("rsp", "not json");
        channel.hear("rsp", CALL);

        // Then
        assertThat(troubles).hasSize(1);
        assertThat(channel.sent).last().isInstanceOf(Said.Result.class);
    }

    private SimulatedDevice started(Work work) {
        DeviceObserver observer = new DeviceObserver() {
            @Override
            public void hears(String deviceId, Heard word) {}

            @Override
            public void says(String deviceId, Said word) {}

            @Override
            public void troubled(String deviceId, Throwable cause) {
                troubles.add(cause);
            }
        };
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z"));
        SimulatedDevice device = new SimulatedDevice(channel, Manner.MODERN, work, observer, scheduler, clock);
        device.start();
        return device;
    }

    /** A broker that lets everyone in and delivers what the test says. */
    private static final class FakeChannel implements DeviceChannel {

        final List<Said> sent = new ArrayList<>();
        private @Nullable Listener listener;

        @Override
        public String deviceId() {
            return "pump";
        }

        @Override
        public CompletionStage<Void> open(Listener hears) {
            listener = hears;
            hears.subscribed();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> send(Said said) {
            sent.add(said);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}

        void hear(String suffix, String body) {
            if (listener != null) {
                listener.received("srv/pump/" + suffix, null, body.getBytes(UTF_8));
            }
        }
    }
}
