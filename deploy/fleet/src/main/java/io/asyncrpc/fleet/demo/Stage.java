package io.asyncrpc.fleet.demo;

import io.asyncrpc.fleet.api.Credentials;
import io.asyncrpc.fleet.device.DeviceChannel;
import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.device.DeviceChannel.Broker;
import io.asyncrpc.fleet.device.DeviceObserver;
import io.asyncrpc.fleet.device.Manner;
import io.asyncrpc.fleet.device.MqttChannel;
import io.asyncrpc.fleet.device.Outcomes;
import io.asyncrpc.fleet.device.Said.Outcome;
import io.asyncrpc.fleet.device.SimulatedDevice;
import io.asyncrpc.fleet.device.Work;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where the devices of the play live. */
final class Stage implements AutoCloseable {

    private static final int ENTRANCE_SECONDS = 10;

    private final Broker broker;
    private final DeviceObserver observer;
    private final InstantSource clock;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, SimulatedDevice> devices = new HashMap<>();

    Stage(Broker broker, DeviceObserver observer, InstantSource clock) {
        this.broker = broker;
        this.observer = observer;
        this.clock = clock;
    }

    void hire(Role role, Credentials credentials) {
        accounts.put(role.deviceId(), new Account(credentials.username(), credentials.password()));
    }

    /** The device is switched on, remembers nothing, and connects. */
    void enter(Role role) {
        Account account = Objects.requireNonNull(accounts.get(role.deviceId()), "hired first");
        SimulatedDevice device =
                new SimulatedDevice(channel(role, account), role.manner(), work(role), observer, scheduler, clock);
        devices.put(role.deviceId(), device);
        try {
            device.start().toCompletableFuture().get(ENTRANCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StageException(
                    "%s was not let in at %s:%d: %s".formatted(role.deviceId(), broker.host(), broker.port(), e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StageException("interrupted", e);
        }
    }

    /** Its power fails: what it was doing ends without a word. */
    void crash(Role role) {
        Objects.requireNonNull(devices.remove(role.deviceId()), "entered first").close();
    }

    @Override
    public void close() {
        devices.values().forEach(SimulatedDevice::close);
        scheduler.shutdownNow();
    }

    private DeviceChannel channel(Role role, Account account) {
        return switch (role.speaks()) {
            case MQTT_5 -> MqttChannel.mqtt5(broker, account);
            case MQTT_3_1_1 -> MqttChannel.mqtt311(broker, account);
        };
    }

    private Work work(Role role) {
        return (call, bench) -> {
            CompletableFuture<Outcome> end =
                    Outcomes.after(role.work(), scheduler, role::outcome).toCompletableFuture();
            if (role.manner() == Manner.MODERN) {
                scheduler.schedule(() -> halfDone(end, bench), role.work().toMillis() / 2, TimeUnit.MILLISECONDS);
            }
            return end;
        };
    }

    private static void halfDone(CompletableFuture<Outcome> end, Work.Bench bench) {
        if (!end.isDone()) {
            bench.report(50, "half done");
        }
    }
}
