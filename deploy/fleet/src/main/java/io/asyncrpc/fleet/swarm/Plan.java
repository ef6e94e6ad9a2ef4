package io.asyncrpc.fleet.swarm;

import io.asyncrpc.fleet.swarm.Choices.Purpose;
import java.util.SplittableRandom;

/**
 * What a device will do with one attempt of a call.
 *
 * @param retryAfter seconds, with a status that asks for another try; 0 = not said
 * @param crash in the midst of the work
 * @param repeat the result is said once more after it was committed
 * @param event one is said beside the result
 */
record Plan(int workMillis, int status, int retryAfter, boolean crash, boolean repeat, boolean event) {

    private static final int[] FAILURES = {400, 401, 403, 404, 405, 409, 410, 418, 422, 499, 500, 501, 502, 504};
    private static final int[] TRY_AGAIN = {408, 425, 429, 503};
    private static final int LEASE_MILLIS = 5_000;

    private static final Plan AT_ONCE = new Plan(0, 200, 0, false, false, false);

    /** A device of a fleet in which all are prompt. */
    static Plan atOnce(int workMillis) {
        return workMillis == 0 ? AT_ONCE : new Plan(workMillis, 200, 0, false, false, false);
    }

    static Plan of(long seed, Habit habit, long call, int attempt) {
        SplittableRandom random = Choices.of(seed, Purpose.WORK, call * 16 + attempt);
        boolean event = random.nextInt(10) == 0;
        return switch (habit) {
            case PROMPT, AWAY, REBOOTING, OLD, MQTT_311, HOSTILE -> done(random.nextInt(20), event);
            case SLOW -> done(200 + random.nextInt(2_800), event);
            case CRASHING ->
                new Plan(random.nextInt(200), 200, 0, attempt == 1 && random.nextInt(3) == 0, false, event);
            case REPEATING -> new Plan(0, 200, 0, false, true, event);
            case LATE -> done(random.nextInt(3) == 0 ? LEASE_MILLIS + 1_000 + random.nextInt(3_000) : 50, event);
            case FAILING -> failing(random, event);
        };
    }

    private static Plan done(int workMillis, boolean event) {
        return new Plan(workMillis, 200, 0, false, false, event);
    }

    private static Plan failing(SplittableRandom random, boolean event) {
        return switch (random.nextInt(4)) {
            case 0 -> done(0, event);
            case 1 -> new Plan(0, FAILURES[random.nextInt(FAILURES.length)], 0, false, false, event);
            default -> {
                int status = TRY_AGAIN[random.nextInt(TRY_AGAIN.length)];
                yield new Plan(0, status, status == 503 ? 1 + random.nextInt(2) : 0, false, false, event);
            }
        };
    }
}
