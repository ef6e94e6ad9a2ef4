package io.asyncrpc.fleet.load;

import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.net.Calls;
import io.asyncrpc.fleet.net.Loop;
import io.asyncrpc.fleet.record.Recorder;
import io.asyncrpc.fleet.swarm.Habit;
import io.asyncrpc.fleet.swarm.Swarm;
import io.asyncrpc.fleet.swarm.SwarmSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A swarm of devices and the clients that call them, until told to stop. */
public final class Load implements AutoCloseable, Swarm.Owner {

    private static final int CONNECTS_PER_SECOND = 400;
    private static final long LOOK_MILLIS = 100;
    private static final long AFTER_FAILURE_MICROS = 100_000;

    private final Loop loop = new Loop();
    private final Client.Numbers numbers = new Client.Numbers();
    private final LoadSettings settings;
    private final Recorder recorder;
    private final LoadListener listener;
    private final List<Account> accounts;
    private final Map<String, Long> answers = new HashMap<>();
    private final Accounts known;
    private final Calls calls;
    private final Client client;
    private final Client stranger;
    private final SwarmSettings devices;
    private final Swarm swarm;
    private LongConsumer begin = this::beginRoundTrip;
    private boolean submitting;
    private int open;
    private @Nullable Pace pace;
    private @Nullable Pace lister;

    /** Makes the devices' accounts where needed; they are not connected yet. */
    public Load(Installation place, LoadSettings settings, Recorder recorder, LoadListener listener) {
        this.settings = settings;
        this.recorder = recorder;
        this.listener = listener;
        this.calls = new Calls(loop, place.api());
        String token = place.tokens().admin(settings.organisation());
        Path folder = place.state().resolve("fleet");
        this.known = new Accounts(loop, calls, settings.organisation(), token, folder);
        this.accounts = known.of(settings.devices());
        this.client = new Client(calls, recorder, settings.organisation(), token, numbers);
        String others = place.tokens().admin(settings.others());
        this.stranger = new Client(calls, recorder, settings.others(), others, numbers);
        this.devices = new SwarmSettings(
                place.broker(),
                settings.seed(),
                settings.mixed(),
                settings.workMillis(),
                settings.qos(),
                Instant.now().getEpochSecond());
        this.swarm = new Swarm(devices, accounts, loop, recorder, this);
    }

    /** Waits until all devices are there at the same time; those that come and go must have been there. */
    public void connect(Duration patience) {
        loop.run(() -> swarm.connect(CONNECTS_PER_SECOND));
        int enough = settings.mixed() ? settings.devices() / 2 : settings.devices();
        if (!await(patience, () -> swarm.connected() >= enough)) {
            throw new IllegalStateException("only %d of %d devices could connect in %d s"
                    .formatted(connected(), settings.devices(), patience.toSeconds()));
        }
    }

    public void start() {
        loop.run(() -> {
            submitting = true;
            if (settings.isOpen()) {
                pace = new Pace(loop::after, recorder::now, settings.rate(), this::begin);
                pace.start();
            } else {
                for (int i = 0; i < settings.inFlight(); i++) {
                    begin(recorder.now());
                }
            }
        });
    }

    /** A client with that token lists tasks, so many times a second, until the end. */
    public void alsoList(String token, String device, int perSecond) {
        Lists lists = new Lists(this, calls, token, device);
        loop.run(() -> {
            lister = new Pace(loop::after, recorder::now, perSecond, lists::begin);
            lister.start();
        });
    }

    /** From the next start on, clients do nothing but ask for the state of these tasks. */
    public void onlyRead(List<String> tasks) {
        loop.run(() -> begin = new Reads(this, tasks)::begin);
    }

    /** From the next start on, clients do nothing but call that address; nothing of it is recorded. */
    public void onlyCall(URI address) {
        loop.run(() -> begin = new BareCalls(this, new Calls(loop, address), address.getPath())::begin);
    }

    @Override
    public void renew(String deviceId, Consumer<Account> then) {
        known.renew(deviceId, then);
    }

    @Override
    public void claimed(long micros) {
        listener.timed(Step.CLAIM, recorder.now() - micros, micros);
    }

    @Override
    public void answered(String task) {
        answers.put(task, recorder.now());
    }

    /** Submits nothing more and waits for what is open; true if all came to an end, and no device has anything to say. */
    public boolean drain(Duration patience) {
        loop.run(() -> {
            submitting = false;
            if (pace != null) {
                pace.stop();
            }
            if (lister != null) {
                lister.stop();
            }
            swarm.calm();
        });
        return await(patience, () -> open == 0 && swarm.isQuiet() && calls.underWay() == 0);
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

    /** Those that are always there and answer at once. */
    public List<String> promptDevices() {
        return IntStream.range(0, accounts.size())
                .filter(index -> devices.habit(index) == Habit.PROMPT)
                .mapToObj(index -> accounts.get(index).username())
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

    Client client() {
        return client;
    }

    Client stranger() {
        return stranger;
    }

    long now() {
        return recorder.now();
    }

    long nextCall() {
        return numbers.next();
    }

    void after(long micros, Runnable step) {
        loop.after(micros, step);
    }

    CallPlan plan(long number) {
        return settings.mixed()
                ? CallPlan.mixed(settings.seed(), number, settings.devices())
                : CallPlan.plain(settings.seed(), number, settings.devices());
    }

    Submission submission(CallPlan plan, long number) {
        String device = accounts.get(plan.device()).username();
        return settings.mixed()
                ? new Submission(
                        settings.run(),
                        number,
                        device,
                        plan.keyed() ? settings.run() + "-" + number : null,
                        plan.maxAttempts(),
                        plan.ttl(),
                        5)
                : new Submission(settings.run(), number, device, null, null, null, null);
    }

    /** Another body with the same key. */
    Submission abuse(Submission first, long number) {
        return new Submission(first.run(), number, first.device(), first.key(), first.maxAttempts(), first.ttl(), 6);
    }

    boolean isTooLate(long intended) {
        return recorder.now() - intended > settings.patience().toNanos() / 1_000;
    }

    void finished(long intended, TaskSeen task) {
        Long answered = task.id() == null ? null : answers.remove(task.id());
        listener.finished(intended, answered == null ? 0 : answered, recorder.now(), task);
        ended(0);
    }

    void timed(Step step, long began) {
        listener.timed(step, began, recorder.now() - began);
    }

    void failed(long intended, String why) {
        listener.failed(intended, why);
        ended(AFTER_FAILURE_MICROS);
    }

    private void begin(long intended) {
        open++;
        begin.accept(intended);
    }

    private void beginRoundTrip(long intended) {
        new RoundTrip(this, intended, numbers.next()).begin();
    }

    private void ended(long pauseMicros) {
        open--;
        if (submitting && !settings.isOpen()) {
            loop.after(pauseMicros, this::beginNext);
        }
    }

    private void beginNext() {
        if (submitting) {
            begin(recorder.now());
        }
    }

    private boolean await(Duration patience, java.util.concurrent.Callable<Boolean> condition) {
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
