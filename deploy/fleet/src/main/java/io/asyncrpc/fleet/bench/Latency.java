package io.asyncrpc.fleet.bench;

import java.util.Arrays;

/** Milliseconds. By nearest rank: a value that was really measured, and never a better one than the share asked for. */
public record Latency(double p50, double p95, double p99, double max) {

    static final Latency NONE = new Latency(0, 0, 0, 0);

    /** @param micros in any order */
    public static Latency of(long[] micros) {
        if (micros.length == 0) {
            return NONE;
        }
        long[] sorted = micros.clone();
        Arrays.sort(sorted);
        return new Latency(rank(sorted, 0.50), rank(sorted, 0.95), rank(sorted, 0.99), rank(sorted, 1));
    }

    private static double rank(long[] sorted, double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, index)] / 1_000.0;
    }
}
