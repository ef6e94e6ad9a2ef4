package io.asyncrpc.fleet.swarm;

import io.asyncrpc.fleet.net.Link.Version;
import java.util.List;

/** How a device behaves. */
public enum Habit {

    /** Online, and answers at once. */
    PROMPT,

    /** Works for up to some seconds, and says how far it is. */
    SLOW,

    /** Goes away with what it remembers, and comes back. */
    AWAY,

    /** Loses its memory in the midst of a call, comes back and asks. */
    CRASHING,

    /** Loses its memory now and then, whatever it does. */
    REBOOTING,

    /** Says results and events twice, also after they were committed. */
    REPEATING,

    /** Says its result when the lease is over. */
    LATE,

    /** Fails with every code there is, also with those that ask for another try. */
    FAILING,

    /** Knows neither {@code ack} nor attempts, and does not stop when asked to. */
    OLD,

    /** Speaks MQTT 3.1.1: everything stands in the body. */
    MQTT_311,

    /** Does its own work, and says rubbish and what it has no right to. */
    HOSTILE;

    static final List<Habit> ALL = List.of(values());

    Version version() {
        return this == MQTT_311 ? Version.MQTT_3_1_1 : Version.MQTT_5;
    }
}
