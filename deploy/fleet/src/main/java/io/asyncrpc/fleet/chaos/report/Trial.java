package io.asyncrpc.fleet.chaos.report;

import io.asyncrpc.fleet.chaos.fault.Fault;
import java.time.Duration;
import java.util.Optional;

/**
 * One fault as it went.
 *
 * @param begun microseconds of the record's clock, as {@code ended}: when all was as it should be again, but for the
 *     system's own recovery
 * @param recovery from {@code ended} until new round trips are normal again; empty if that was not to be waited for
 * @param worst the longest second's p99 from the beginning until the recovery
 */
public record Trial(Fault fault, long begun, long ended, Optional<Duration> recovery, Duration worst) {

    public Duration outage() {
        return Duration.ofNanos((ended - begun) * 1_000);
    }

    boolean recoveredWithin(Duration limit) {
        return recovery.filter(time -> time.compareTo(limit) < 0).isPresent();
    }
}
