package io.asyncrpc.fleet.demo;

import io.asyncrpc.fleet.api.Credentials;
import io.asyncrpc.fleet.device.DeviceChannel;
import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.device.DeviceChannel.Broker;
import io.asyncrpc.fleet.device.DeviceObserver;
import io.asyncrpc.fleet.device.Mqtt3Channel;
import io.asyncrpc.fleet.device.Mqtt5Channel;
import io.asyncrpc.fleet.device.Outcomes;
import io.asyncrpc.fleet.device.SimulatedDevice;
import io.asyncrpc.fleet.device.Work;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where the devices of the play live. */
final class Stage implements AutoCloseable {

    private static final Duration WORK = Duration.ofMillis(600);
    private static final int ENTRANCE_SECONDS = 10;

    private final Broker broker;
    private final DeviceObserver observer;
    private final InstantSource clock;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final Map<String, SimulatedDevice> devices = new HashMap<>();

    Stage(Broker broker, DeviceObserver observer, InstantSource clock) {
        this.broker = broker;
        this.observer = observer;
        this.clock = clock;
    }

    void hire(Role role, Credentials credentials) {
        Account account = new Account(credentials.username(), credentials.password());
        devices.put(
                role.deviceId(), new SimulatedDevice(channel(role, account), work(role), observer, scheduler, clock));
    }

    /** The device connects. */
    void enter(Role role) {
        try {
            Objects.requireNonNull(devices.get(role.deviceId()), "hired first")
                    .start()
                    .toCompletableFuture()
                    .get(ENTRANCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StageException(
                    "%s was not let in at %s:%d: %s".formatted(role.deviceId(), broker.host(), broker.port(), e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StageException("interrupted", e);
        }
    }

    @Override
    public void close() {
        devices.values().forEach(SimulatedDevice::close);
        scheduler.shutdownNow();
    }

    private DeviceChannel channel(Role role, Account account) {
        return switch (role.speaks()) {
            case MQTT_5 -> new Mqtt5Channel(broker, account);
            case MQTT_3_1_1 -> new Mqtt3Channel(broker, account);
        };
    }

    private Work work(Role role) {
        return (call, bench) -> {
            scheduler.schedule(() -> bench.report(50, "half done"), WORK.toMillis() / 2, TimeUnit.MILLISECONDS);
            return Outcomes.after(WORK, scheduler, role::outcome);
        };
    }
}
