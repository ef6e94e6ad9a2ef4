package io.asyncrpc.fleet.chaos.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What happens to the bytes of a link, in both directions alike.
 *
 * @param delay how long every piece is under way
 * @param loss which part of the pieces (0 to 1) is "lost": TCP sends them again, so they and all behind them come late
 * @param resend how late a lost piece comes at most, and at least a fifth of it, as TCP's own timers would have it
 * @param bytesPerSecond how much goes through one connection; 0: as much as comes
 * @param standstill nothing goes through, and nobody is told; a new connection is accepted and dead
 */
public record Weather(Duration delay, double loss, Duration resend, int bytesPerSecond, boolean standstill) {

    public static final Weather CLEAR = new Weather(Duration.ZERO, 0, Duration.ZERO, 0, false);
    public static final Weather STANDSTILL = new Weather(Duration.ZERO, 0, Duration.ZERO, 0, true);

    public static Weather delayed(Duration delay) {
        return new Weather(delay, 0, Duration.ZERO, 0, false);
    }

    public static Weather lossy(double loss, Duration resend) {
        return new Weather(Duration.ZERO, loss, resend, 0, false);
    }

    public static Weather narrow(int bytesPerSecond) {
        return new Weather(Duration.ZERO, 0, Duration.ZERO, bytesPerSecond, false);
    }

    /** How long a piece of so many bytes is under way. */
    long nanos(RandomGenerator chance) {
        long nanos = delay.toNanos();
        if (loss > 0 && chance.nextDouble() < loss) {
            nanos += chance.nextLong(resend.toNanos() / 5, resend.toNanos() + 1);
        }
        return nanos;
    }

    /** How long it keeps the line busy. */
    long nanosOnTheLine(int bytes) {
        return bytesPerSecond == 0 ? 0 : bytes * 1_000_000_000L / bytesPerSecond;
    }
}
