package io.asyncrpc.scheduler.sweep;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** "Look what is overdue", said at a time; the time tells a late reader how late it is. */
record Tick(Instant at) {
    Tick {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }
}
