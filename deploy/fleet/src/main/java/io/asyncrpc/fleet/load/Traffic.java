package io.asyncrpc.fleet.load;

import io.asyncrpc.fleet.net.Calls;
import io.asyncrpc.fleet.net.Loop;
import io.asyncrpc.fleet.record.Recorder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** What the clients do: begins it as fast as is asked for, and counts what is open. Used on the loop's thread. */
final class Traffic {

    private static final long AFTER_FAILURE_MICROS = 100_000;
    private static final int SHORT_LEASE = 5;

    private final Client.Numbers numbers = new Client.Numbers();
    private final Map<String, Long> answers = new HashMap<>();
    private final LoadSettings settings;
    private final List<String> devices;
    private final Loop loop;
    private final Recorder recorder;
    private final LoadListener listener;
    private final Client client;
    private final Client stranger;
    private LongConsumer begin = this::beginRoundTrip;
    private boolean submitting;
    private int open;
    private int unended;
    private @Nullable Pace pace;

    Traffic(
            LoadSettings settings,
            List<String> devices,
            Loop loop,
            Calls calls,
            Tokens tokens,
            Recorder recorder,
            LoadListener listener) {
        this.settings = settings;
        this.devices = devices;
        this.loop = loop;
        this.recorder = recorder;
        this.listener = listener;
        String organisation = settings.organisation();
        this.client = new Client(calls, recorder, organisation, tokens.admin(organisation), numbers);
        this.stranger = new Client(calls, recorder, settings.others(), tokens.admin(settings.others()), numbers);
    }

    void start() {
        submitting = true;
        if (settings.isOpen()) {
            pace = new Pace(loop::after, this::now, settings.rate(), this::begin);
            pace.start();
        } else {
            for (int i = 0; i < settings.inFlight(); i++) {
                begin(now());
            }
        }
    }

    void stop() {
        submitting = false;
        if (pace != null) {
            pace.stop();
        }
    }

    /** From the next start on, something else than round trips. */
    void only(LongConsumer other) {
        begin = other;
    }

    boolean isOpen() {
        return open > 0;
    }

    /** Whether there are accepted tasks whose end no client saw, and that no client asks for any more. */
    boolean hasUnended() {
        return unended > 0;
    }

    Client client() {
        return client;
    }

    /** Of tasks whose end was seen. Those of mixed devices may still change: late results are counted. */
    void readFinished(String task, Client.Answer answer) {
        if (settings.mixed()) {
            client.read(task, 0, answer);
        } else {
            client.readAgain(task, answer);
        }
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
                : CallPlan.plain(settings.seed(), number, settings.devices(), settings.keyed());
    }

    Submission submission(CallPlan plan, long number) {
        String device = devices.get(plan.device());
        String key = plan.keyed() ? settings.run() + "-" + number : null;
        if (!settings.mixed()) {
            return new Submission(settings.run(), number, device, key, null, null, null);
        }
        return new Submission(settings.run(), number, device, key, plan.maxAttempts(), plan.ttl(), SHORT_LEASE);
    }

    /** Another body with the same key. */
    Submission abuse(Submission first, long number) {
        return new Submission(
                first.run(), number, first.device(), first.key(), first.maxAttempts(), first.ttl(), SHORT_LEASE);
    }

    boolean isTooLate(long intended) {
        return now() - intended > settings.patience().toNanos() / 1_000;
    }

    void deviceAnswered(String task) {
        answers.put(task, now());
    }

    void timed(Step step, long began) {
        listener.timed(step, began, now() - began);
    }

    void finished(long intended, TaskSeen task) {
        Long answered = task.id() == null ? null : answers.remove(task.id());
        listener.finished(intended, answered == null ? 0 : answered, now(), task);
        ended(0);
    }

    void failed(long intended, String why) {
        listener.failed(intended, why);
        ended(AFTER_FAILURE_MICROS);
    }

    /** It was accepted, and its end is not known. */
    void givenUp(long intended, String why) {
        unended++;
        failed(intended, why);
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
            begin(now());
        }
    }
}
