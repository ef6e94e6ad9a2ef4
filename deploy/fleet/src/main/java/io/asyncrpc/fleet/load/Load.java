package io.asyncrpc.fleet.load;

import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.net.Calls;
import io.asyncrpc.fleet.net.Loop;
import io.asyncrpc.fleet.record.Recorder;
import io.asyncrpc.fleet.swarm.Habit;
import io.asyncrpc.fleet.swarm.Swarm;
import io.asyncrpc.fleet.swarm.SwarmSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A swarm of devices and the clients that call them, until told to stop. */
public final class Load implements AutoCloseable {

    private static final int CONNECTS_PER_SECOND = 400;
    private static final long LOOK_MILLIS = 100;
    private static final Set<Habit> PROMPT = EnumSet.of(Habit.PROMPT, Habit.OLD, Habit.MQTT_311, Habit.REPEATING);

    private final Loop loop = new Loop();
    private final LoadSettings settings;
    private final Recorder recorder;
    private final List<String> devices;
    private final SwarmSettings manners;
    private final Calls calls;
    private final Traffic traffic;
    private final Swarm swarm;
    private @Nullable Pace lister;

    /** Makes the devices' accounts where needed; they are not connected yet. */
    public Load(Installation place, LoadSettings settings, Recorder recorder, LoadListener listener) {
        this.settings = settings;
        this.recorder = recorder;
        this.calls = new Calls(loop, place.api());
        String token = place.tokens().admin(settings.organisation());
        AccountFile file = AccountFile.of(place, settings.organisation());
        Accounts known = new Accounts(loop, calls, token, file);
        List<Account> accounts = known.of(settings.devices());
        this.devices = accounts.stream().map(Account::username).toList();
        this.traffic = new Traffic(settings, devices, loop, calls, place.tokens(), recorder, listener);
        this.manners = new SwarmSettings(
                place.broker(),
                settings.seed(),
                settings.mixed(),
                settings.workMillis(),
                settings.hearing(),
                Instant.now().getEpochSecond());
        this.swarm = new Swarm(manners, accounts, loop, recorder, new Owner(known, traffic, recorder, listener));
    }

    private record Owner(Accounts accounts, Traffic traffic, Recorder recorder, LoadListener listener)
            implements Swarm.Owner {

        @Override
        public void renew(String deviceId, Consumer<Account> then) {
            accounts.renew(deviceId, then);
        }

        @Override
        public void claimed(long micros) {
            listener.timed(Step.CLAIM, recorder.now() - micros, micros);
        }

        @Override
        public void answered(String task) {
            traffic.deviceAnswered(task);
        }
    }

    /** Waits until all devices are there at the same time; of those with manners, until half of them are. */
    public void connect(Duration patience) {
        loop.run(() -> swarm.connect(CONNECTS_PER_SECOND));
        int enough = settings.mixed() ? settings.devices() / 2 : settings.devices();
        if (!await(patience, () -> swarm.connected() >= enough)) {
            throw new IllegalStateException("only %d of %d devices could connect in %d s"
                    .formatted(connected(), settings.devices(), patience.toSeconds()));
        }
    }

    public void start() {
        loop.run(traffic::start);
    }

    /** From the next start on, clients do nothing but ask for the state of these tasks. */
    public void onlyRead(List<String> tasks) {
        loop.run(() -> traffic.only(new Reads(traffic, tasks)::begin));
    }

    /** From the next start on, clients do nothing but call that address; nothing of it is recorded. */
    public void onlyCall(URI address) {
        loop.run(() -> traffic.only(new BareCalls(traffic, new Calls(loop, address), address.getPath())::begin));
    }

    /** A client with that token lists tasks, so many times a second, until the end; nothing of it is recorded. */
    public void alsoList(String token, String device, int perSecond) {
        Lists lists = new Lists(traffic, calls, token, device);
        loop.run(() -> {
            lister = new Pace(loop::after, recorder::now, perSecond, lists::begin);
            lister.start();
        });
    }

    /**
     * Submits nothing more and waits for what is open; true if a client saw the end of every accepted task, and no device
     * has anything to say.
     */
    public boolean drain(Duration patience) {
        loop.run(() -> {
            traffic.stop();
            if (lister != null) {
                lister.stop();
            }
            swarm.calm();
        });
        return await(patience, () -> !traffic.isOpen() && swarm.isQuiet() && calls.underWay() == 0)
                && !loop.call(traffic::hasUnended);
    }

    public int connected() {
        return loop.call(swarm::connected);
    }

    /** Every device loses its connection at once, and comes back. */
    public void cutDevices() {
        loop.run(() -> {
            swarm.cut();
            swarm.connect(Integer.MAX_VALUE);
        });
    }

    /** Those that are always there and answer at once, in whatever language. */
    public List<String> promptDevices() {
        return IntStream.range(0, devices.size())
                .filter(index -> PROMPT.contains(manners.habit(index)))
                .mapToObj(devices::get)
                .toList();
    }

    public List<String> organisations() {
        return List.of(settings.organisation(), settings.others());
    }

    @Override
    public void close() {
        loop.call(() -> {
            swarm.close();
            return true;
        });
        loop.close();
    }

    private boolean await(Duration patience, Callable<Boolean> condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!loop.call(condition)) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return true;
    }
}
