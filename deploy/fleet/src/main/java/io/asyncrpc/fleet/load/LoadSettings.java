package io.asyncrpc.fleet.load;

import io.asyncrpc.fleet.net.Hearing;
import java.time.Duration;

/**
 * How much, and of what kind.
 *
 * @param run names the run, in every payload and in the record
 * @param organisation of the devices and clients; a second one with {@code -x} behind it tries to look in
 * @param rate tasks a second in open loop; 0 = closed loop
 * @param inFlight in closed loop
 * @param mixed devices have their manners, and clients cancel, repeat themselves and look where they must not
 * @param keyed clients have keys, where not mixed, and submit again what was not answered
 * @param workMillis how long each call takes at a device, where not mixed
 * @param hearing how devices listen
 * @param patience how long a client waits for the end of a task
 */
public record LoadSettings(
        String run,
        String organisation,
        int devices,
        double rate,
        int inFlight,
        long seed,
        boolean mixed,
        boolean keyed,
        int workMillis,
        Hearing hearing,
        Duration patience) {

    public boolean isOpen() {
        return rate > 0;
    }

    String others() {
        return organisation + "-x";
    }
}
