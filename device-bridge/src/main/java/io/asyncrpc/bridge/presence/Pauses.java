package io.asyncrpc.bridge.presence;

import java.time.Duration;

/** How long to wait after each failure in a row: a broker that is too busy to answer does its work for nothing each time. */
final class Pauses {
    static final Duration FIRST = Duration.ofSeconds(2);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private Duration next = FIRST;

    Duration next() {
        Duration pause = next;
        Duration doubled = pause.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return pause;
    }

    void reset() {
        next = FIRST;
    }
}
