package io.asyncrpc.fleet.bench;

/** The time that is measured: microseconds since 1970, the end not included. */
public record Window(long from, long to) {

    private static final long MICROS = 1_000_000;

    /** @param now the warm-up begins */
    public static Window after(long now, int warmUpSeconds, int seconds) {
        long from = now + warmUpSeconds * MICROS;
        return new Window(from, from + seconds * MICROS);
    }

    public boolean contains(long micros) {
        return micros >= from && micros < to;
    }

    public double seconds() {
        return (to - from) / (double) MICROS;
    }
}
