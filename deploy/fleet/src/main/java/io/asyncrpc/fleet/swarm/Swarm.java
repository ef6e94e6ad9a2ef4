package io.asyncrpc.fleet.swarm;

import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.net.Loop;
import io.asyncrpc.fleet.record.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All devices of a run. Used on the loop's thread. */
public final class Swarm {

    private static final Duration TICK = Duration.ofMillis(500);

    private final List<Device> devices = new ArrayList<>();
    private final SwarmSettings settings;
    private final Loop loop;
    private final Recorder recorder;
    private final Owner owner;
    private String gossipDevice = "";
    private String gossipTask = "";
    private int connected;
    private boolean calm;
    private boolean closed;

    /** What a swarm asks for and tells, on the loop. */
    public interface Owner {

        /** The broker refuses the device's credentials: it needs new ones. */
        void renew(String deviceId, Consumer<Account> then);

        /** A device asked for a task and had it after so many microseconds. */
        void claimed(long micros);

        /** A device says how a call ended. */
        void answered(String task);
    }

    public Swarm(SwarmSettings settings, List<Account> accounts, Loop loop, Recorder recorder, Owner owner) {
        this.settings = settings;
        this.loop = loop;
        this.recorder = recorder;
        this.owner = owner;
        accounts.forEach(account -> devices.add(new Device(this, devices.size(), account)));
        loop.every(TICK, () -> tick(System.nanoTime()));
    }

    /** All of them, at most so many a second. */
    public void connect(int perSecond) {
        long pause = 1_000_000L / perSecond;
        for (int i = 0; i < devices.size(); i++) {
            loop.after(i * pause, devices.get(i)::connect);
        }
    }

    /** Every connection breaks at once. */
    public void cut() {
        devices.forEach(Device::cut);
    }

    /** Absences and mischief end, so that all that is open comes to an end. */
    public void calm() {
        calm = true;
    }

    public void close() {
        closed = true;
        devices.forEach(Device::cut);
    }

    public int connected() {
        return connected;
    }

    public boolean isQuiet() {
        return devices.stream().allMatch(Device::isQuiet);
    }

    SwarmSettings settings() {
        return settings;
    }

    Loop loop() {
        return loop;
    }

    Recorder recorder() {
        return recorder;
    }

    boolean isCalm() {
        return calm;
    }

    boolean isClosed() {
        return closed;
    }

    void isConnected(boolean now) {
        connected += now ? 1 : -1;
    }

    void renew(Device device) {
        owner.renew(device.id(), device::renewed);
    }

    void claimed(long micros) {
        owner.claimed(micros);
    }

    void answered(String task) {
        owner.answered(task);
    }

    void gossip(String device, String task) {
        gossipDevice = device;
        gossipTask = task;
    }

    /** One of the things a hostile device says beside its work. */
    Optional<Saying> mischief(int which, String ownTask) {
        if (gossipTask.isEmpty()) {
            return Optional.empty();
        }
        return switch (which) {
            case 0 -> Optional.of(Saying.rubbish("xyz", ownTask, "{}"));
            case 1 -> Optional.of(Saying.rubbish("prg", ownTask, "{"));
            case 2 -> Optional.of(Saying.rubbish("evt", null, "not JSON"));
            case 3 -> Optional.of(Saying.ask(gossipTask));
            case 4 -> Optional.of(Saying.result(gossipTask, 1, 200, 0, "0", new byte[] {'1'}));
            case 5 -> Optional.of(Saying.forged(gossipDevice, gossipTask));
            default -> Optional.empty();
        };
    }

    private void tick(long nanos) {
        devices.forEach(device -> device.tick(nanos));
    }
}
