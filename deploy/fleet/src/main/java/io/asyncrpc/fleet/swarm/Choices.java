package io.asyncrpc.fleet.swarm;

import java.util.SplittableRandom;

/** Seeded choices: the same for the same seed, purpose and number, in whatever order they are made. */
public final class Choices {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Choices() {}

    /** What a choice is about, so that one does not follow from another. */
    public enum Purpose {
        HABIT,
        CALL,
        WORK,
        ABSENCE,
        MALICE
    }

    public static SplittableRandom of(long seed, Purpose purpose, long number) {
        return new SplittableRandom((seed * 31 + purpose.ordinal()) * GOLDEN + number * 0xbf58476d1ce4e5b9L);
    }
}
