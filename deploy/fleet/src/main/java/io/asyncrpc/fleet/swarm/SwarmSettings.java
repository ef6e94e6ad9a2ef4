package io.asyncrpc.fleet.swarm;

import io.asyncrpc.fleet.device.DeviceChannel.Broker;
import io.asyncrpc.fleet.net.Hearing;

/**
 * What all devices of a swarm have in common.
 *
 * @param mixed each device has a habit of its own; otherwise all are {@link Habit#PROMPT}
 * @param workMillis how long a prompt device works at each call, where not mixed
 * @param hearing how devices listen
 * @param firstEvent the number of the first event of each device; must be beyond those of all runs before
 */
public record SwarmSettings(Broker broker, long seed, boolean mixed, int workMillis, Hearing hearing, long firstEvent) {

    /** The habit of the device with that number. */
    public Habit habit(int index) {
        return mixed
                ? Habit.ALL.get(Choices.of(seed, Choices.Purpose.HABIT, index).nextInt(Habit.ALL.size()))
                : Habit.PROMPT;
    }

    Plan plan(Habit habit, long call, int attempt) {
        return mixed && call >= 0 ? Plan.of(seed, habit, call, attempt) : Plan.atOnce(workMillis);
    }
}
