package io.asyncrpc.fleet.bench;

/** The time that is measured: microseconds since 1970, the end not included. */
record Window(long from, long to) {

    private static final double MICROS = 1_000_000;

    boolean contains(long micros) {
        return micros >= from && micros < to;
    }

    double seconds() {
        return (to - from) / MICROS;
    }
}
