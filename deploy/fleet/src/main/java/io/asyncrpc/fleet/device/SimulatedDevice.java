package io.asyncrpc.fleet.device;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A device: it waits for its doorbell, asks for its tasks, does its {@link Work} and says what became of it, as
 * {@link DeviceProtocol} has it. It owns no thread; thousands may share one scheduler.
 */
public final class SimulatedDevice implements AutoCloseable {

    private final DeviceChannel channel;
    private final Work work;
    private final DeviceObserver observer;
    private final ScheduledExecutorService scheduler;
    private final InstantSource clock;
    private final DeviceProtocol protocol;
    private final Map<Heard.Call, CompletableFuture<Said.Outcome>> works = new HashMap<>();
    private @Nullable ScheduledFuture<?> ticks;
    private boolean closed;

    public SimulatedDevice(
            DeviceChannel channel,
            Manner manner,
            Work work,
            DeviceObserver observer,
            ScheduledExecutorService scheduler,
            InstantSource clock) {
        this.channel = channel;
        this.protocol = new DeviceProtocol(manner);
        this.work = work;
        this.observer = observer;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    public String deviceId() {
        return channel.deviceId();
    }

    /** Completes when the broker let the device in. */
    public CompletionStage<Void> start() {
        ticks = scheduler.scheduleAtFixedRate(() -> step(() -> protocol.tick(clock.instant())), 1, 1, TimeUnit.SECONDS);
        return channel.open(new DeviceChannel.Listener() {
            @Override
            public void subscribed() {
                step(() -> protocol.connected(clock.instant()));
            }

            @Override
            public void received(String topic, @Nullable String correlation, byte[] body) {
                step(() -> WireReader.read(topic, correlation, body)
                        .map(SimulatedDevice.this::hear)
                        .orElse(List.of()));
            }
        });
    }

    /** It is gone as if its power had failed: work under way ends without a word. */
    @Override
    public synchronized void close() {
        closed = true;
        if (ticks != null) {
            ticks.cancel(false);
        }
        works.values().forEach(work -> work.cancel(false));
        works.clear();
        channel.close();
    }

    private List<Act> hear(Heard word) {
        observer.hears(deviceId(), word);
        return protocol.heard(word, clock.instant());
    }

    /** One decision and what follows from it, as one step: the protocol is not safe for several threads at once. */
    private synchronized void step(Supplier<List<Act>> decision) {
        if (closed) {
            return;
        }
        try {
            decision.get().forEach(this::carryOut);
        } catch (RuntimeException e) {
            observer.troubled(deviceId(), e);
        }
    }

    private void carryOut(Act act) {
        switch (act) {
            case Act.Say say -> say(say.said());
            case Act.Run run -> run(run.call());
            case Act.Abandon abandon -> abandon(abandon.call());
        }
    }

    private void say(Said said) {
        observer.says(deviceId(), said);
        channel.send(said).whenComplete((sent, failure) -> {
            if (failure != null) {
                observer.troubled(deviceId(), failure);
            }
        });
    }

    private void run(Heard.Call call) {
        CompletableFuture<Said.Outcome> future = work.run(call, (percent, message) -> report(call, percent, message))
                .toCompletableFuture();
        works.put(call, future);
        future.whenComplete((outcome, failure) -> step(() -> finished(call, outcome, failure)));
    }

    private synchronized void report(Heard.Call call, int percent, String message) {
        if (!closed) {
            say(new Said.Progress(call.taskId(), percent, message));
        }
    }

    private List<Act> finished(Heard.Call call, Said.@Nullable Outcome outcome, @Nullable Throwable failure) {
        works.remove(call);
        if (outcome != null) {
            return protocol.finished(call, outcome, clock.instant());
        }
        if (failure != null && !(failure instanceof CancellationException)) {
            observer.troubled(deviceId(), failure);
        }
        return protocol.finished(call, Outcomes.broken(), clock.instant());
    }

    private void abandon(Heard.Call call) {
        CompletableFuture<Said.Outcome> future = works.remove(call);
        if (future != null) {
            future.cancel(false);
        }
    }
}
