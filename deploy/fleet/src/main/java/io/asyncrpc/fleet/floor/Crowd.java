package io.asyncrpc.fleet.floor;

import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.device.DeviceChannel.Broker;
import io.asyncrpc.fleet.net.Hearing;
import io.asyncrpc.fleet.net.Loop;
import io.asyncrpc.fleet.record.Recorder;
import io.asyncrpc.fleet.swarm.Swarm;
import io.asyncrpc.fleet.swarm.SwarmSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The devices, which are those of every other scenario, with the record that they write. */
final class Crowd implements Swarm.Owner, AutoCloseable {

    private static final int CONNECTS_PER_SECOND = 400;
    private static final long LOOK_MILLIS = 50;

    private final Loop loop = new Loop();
    private final Recorder recorder;
    private final Swarm swarm;
    private final int devices;
    private volatile Optional<String> refused = Optional.empty();

    /** @param folder of the record, which replaces that of the run before */
    Crowd(Broker broker, List<Account> accounts, Path folder) {
        this.devices = accounts.size();
        this.recorder = Recorder.open(folder);
        this.swarm =
                new Swarm(new SwarmSettings(broker, 1, false, 0, new Hearing(0, 0), 1), accounts, loop, recorder, this);
    }

    /** Waits until all are there at the same time. */
    void connect(Duration patience) throws InterruptedException {
        loop.run(() -> swarm.connect(CONNECTS_PER_SECOND));
        await(patience, () -> refused.isPresent() || loop.call(swarm::connected) == devices);
        refused.ifPresent(device -> {
            throw new FloorException(
                    "the broker refuses device " + device + ": its password is not the one that was kept");
        });
        int connected = loop.call(swarm::connected);
        if (connected < devices) {
            throw new FloorException("only %d of %d devices could connect".formatted(connected, devices));
        }
    }

    /** Waits as long as that at most. */
    static void await(Duration patience, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** Microseconds since 1970. */
    long now() {
        return recorder.now();
    }

    boolean isQuiet() {
        return loop.call(swarm::isQuiet);
    }

    @Override
    public void renew(String deviceId, Consumer<Account> then) {
        refused = Optional.of(deviceId);
    }

    @Override
    public void claimed(long micros) {}

    @Override
    public void answered(String task) {}

    @Override
    public void close() {
        loop.run(swarm::close);
        loop.close();
        recorder.close();
    }
}
