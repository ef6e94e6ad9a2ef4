package io.asyncrpc.fleet.bench;

/**
 * How much was done.
 *
 * @param begun in the measured time, answered or not
 * @param answeredPercent of those, rounded down to three digits, so that one without an answer is always seen
 */
public record Throughput(double roundTripsPerSecond, double answeredPercent, long begun) {

    /**
     * @param ended in that time, whenever they were begun
     * @param answered of those that were begun in it, whenever that was
     */
    public static Throughput of(Window window, long ended, long begun, long answered) {
        double percent = begun == 0 ? 0 : Math.floor(100_000.0 * answered / begun) / 1_000;
        return new Throughput(ended / window.seconds(), percent, begun);
    }
}
