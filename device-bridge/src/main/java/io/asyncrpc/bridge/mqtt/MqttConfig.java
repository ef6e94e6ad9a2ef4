package io.asyncrpc.bridge.mqtt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the device protocol leaves to an installation. */
@ConfigMapping(prefix = "bridge.mqtt")
public interface MqttConfig {
    /** Most bytes of a body; larger ones are answered by {@code err}. */
    @WithDefault("262144")
    int bodyLimit();

    /** Most {@code err} to one device in a second. */
    @WithDefault("10")
    int answersPerSecond();

    /**
     * Whether words to devices are kept on disk (QoS 1 on the wire). Off, because every word can be said again, and it costs the
     * broker up to five times its throughput.
     */
    @WithDefault("false")
    boolean persistentDownlink();
}
