package io.asyncrpc.fleet.load;

import io.asyncrpc.fleet.swarm.Choices;
import io.asyncrpc.fleet.swarm.Choices.Purpose;
import java.util.SplittableRandom;

/**
 * What a client does with one task, by the seed and the number of its call.
 *
 * @param device the index of the called device
 * @param cancelMillis after which it cancels; -1 = never
 * @param again it submits the same once more
 * @param abuse it submits something else with the same key
 * @param foreign another organisation tries to read the task
 * @param poll it reads again and again instead of waiting
 */
record CallPlan(
        int device,
        boolean keyed,
        int maxAttempts,
        long ttl,
        int cancelMillis,
        boolean force,
        boolean again,
        boolean abuse,
        boolean foreign,
        boolean poll) {

    private static final int NEVER = -1;
    private static final long LONG_TTL = 300;

    static CallPlan plain(long seed, long call, int devices, boolean keyed) {
        int device = Choices.of(seed, Purpose.CALL, call).nextInt(devices);
        return new CallPlan(device, keyed, 0, 0, NEVER, false, false, false, false, false);
    }

    static CallPlan mixed(long seed, long call, int devices) {
        SplittableRandom random = Choices.of(seed, Purpose.CALL, call);
        int device = random.nextInt(devices);
        boolean keyed = random.nextInt(100) < 30;
        return new CallPlan(
                device,
                keyed,
                1 + random.nextInt(4),
                random.nextInt(10) == 0 ? 5 + random.nextInt(10) : LONG_TTL,
                random.nextInt(100) < 8 ? random.nextInt(2_000) : NEVER,
                random.nextInt(4) == 0,
                keyed && random.nextInt(5) == 0,
                keyed && random.nextInt(10) == 0,
                random.nextInt(100) < 3,
                random.nextBoolean());
    }
}
