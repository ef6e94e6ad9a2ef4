package io.asyncrpc.fleet.chaos;

import io.asyncrpc.fleet.chaos.broker.BrokerException;
import io.asyncrpc.fleet.chaos.fault.Fault;
import io.asyncrpc.fleet.chaos.host.HostException;
import io.asyncrpc.fleet.chaos.pulse.Beat;
import io.asyncrpc.fleet.chaos.pulse.Norm;
import io.asyncrpc.fleet.chaos.pulse.Pulse;
import io.asyncrpc.fleet.chaos.report.Trial;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One fault after another, each when the system is normal, and the time until it is normal again. */
final class Chaos {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration CALM = Duration.ofSeconds(1);

    /** Longer than any recovery that passes: how much longer it takes is worth to know. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** How long it may take from the start until all is calm. */
    private static final Duration SETTLING = Duration.ofSeconds(60);

    /** With a slower norm, slow would be normal. */
    private static final Duration TOO_SLOW = Duration.ofSeconds(1);

    private static final long SECOND = 1_000_000;
    private static final int MEASURED = 10;

    private final Pulse pulse;
    private final LongSupplier micros;
    private final PrintStream out;
    private final List<String> troubles = new ArrayList<>();

    /** @param micros the record's clock */
    Chaos(Pulse pulse, LongSupplier micros, PrintStream out) {
        this.pulse = pulse;
        this.micros = micros;
        this.out = out;
    }

    /**
     * What is normal: ten seconds in which every round trip was answered, not much slower than the next ones will be, on
     * a system that nothing was done to but start it. Its code is not compiled yet at first.
     *
     * @throws HostException if there are none, or if the machine is so busy that a recovery could not be told from that
     */
    Norm norm(Duration warmUp) throws InterruptedException {
        Thread.sleep(warmUp);
        long end = micros.getAsLong() + SETTLING.toNanos() / 1_000;
        Beat beat = lastBeat();
        Beat before;
        do {
            Thread.sleep(Duration.ofSeconds(MEASURED));
            before = beat;
            beat = lastBeat();
        } while (!(isCalm(beat) && isCalm(before) && hasSettled(before, beat)) && micros.getAsLong() < end);
        if (beat.begun() == 0 || beat.unanswered() > 0) {
            throw new HostException("%d of %d round trips of %d s had no answer before any fault"
                    .formatted(beat.unanswered(), beat.begun(), MEASURED));
        }
        if (!isCalm(beat)) {
            throw new HostException("p99 of %d ms before any fault: too slow to judge recovery"
                    .formatted(beat.p99().toMillis()));
        }
        Norm norm = new Norm(beat.p99());
        say(
                "p99 before the first fault: %d ms; normal is up to %d ms",
                norm.before().toMillis(), norm.bound().toMillis());
        return norm;
    }

    private Beat lastBeat() {
        // The youngest may still be on their way
        long now = micros.getAsLong() - SECOND;
        return pulse.beat(now - MEASURED * SECOND, now);
    }

    private static boolean hasSettled(Beat before, Beat now) {
        return now.p99().multipliedBy(4).compareTo(before.p99().multipliedBy(3)) > 0;
    }

    private static boolean isCalm(Beat beat) {
        return beat.begun() > 0 && beat.unanswered() == 0 && beat.p99().compareTo(TOO_SLOW) <= 0;
    }

    /** Goes through faults, until the time and the first round are over, one cannot be done, or one does not heal. */
    List<Trial> run(Programme programme, Duration length, Norm norm) throws InterruptedException {
        List<Trial> trials = new ArrayList<>();
        long end = micros.getAsLong() + length.toNanos() / 1_000;
        while (trials.size() < programme.round() || micros.getAsLong() < end) {
            Fault fault = programme.next();
            try {
                Trial trial = tryOut(fault, norm);
                trials.add(trial);
                tell(trial);
                if (trial.recovery().isEmpty()) {
                    break;
                }
            } catch (HostException | BrokerException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException(e.getMessage());
                }
                troubles.add(fault.name() + " could not be done: " + e.getMessage());
                break;
            }
            Thread.sleep(CALM);
        }
        return trials;
    }

    /** Why it ended too early; empty if it did not. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    private Trial tryOut(Fault fault, Norm norm) throws InterruptedException {
        say("%-24s %s", fault.name(), fault.what());
        long begun = micros.getAsLong();
        fault.happen();
        long ended = micros.getAsLong();
        Optional<Duration> recovery = recovery(ended, norm);
        return new Trial(fault, begun, ended, recovery, worst(begun, micros.getAsLong() - SECOND));
    }

    private Optional<Duration> recovery(long ended, Norm norm) throws InterruptedException {
        Optional<Duration> recovery = Optional.empty();
        while (recovery.isEmpty() && micros.getAsLong() < ended + PATIENCE.toNanos() / 1_000) {
            Thread.sleep(LOOK);
            recovery = pulse.normalAfter(ended, micros.getAsLong(), norm);
        }
        return recovery;
    }

    private Duration worst(long from, long until) {
        Duration worst = Duration.ZERO;
        for (long second = from; second < until; second += SECOND / 4) {
            Duration p99 = pulse.beat(second, second + SECOND).p99();
            worst = worst.compareTo(p99) < 0 ? p99 : worst;
        }
        return worst;
    }

    private void tell(Trial trial) {
        say(
                "%-24s outage %.1f s, recovery %s, worst p99 %.1f s",
                "",
                trial.outage().toMillis() / 1000.0,
                trial.recovery()
                        .map(time -> "%.1f s".formatted(time.toMillis() / 1000.0))
                        .orElse("not seen"),
                trial.worst().toMillis() / 1000.0);
    }

    private void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
