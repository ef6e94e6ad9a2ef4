package io.asyncrpc.fleet.device;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A device's connection to the broker; it comes back by itself when it is lost. */
public interface DeviceChannel extends AutoCloseable {

    String deviceId();

    /** Connects; fails if the broker refuses the first time. */
    CompletionStage<Void> open(Listener listener);

    /** Sends with QoS 1; completes when the broker has it. */
    CompletionStage<Void> send(Said said);

    @Override
    void close();

    /** Called from the channel's own threads. */
    interface Listener {

        /** Connected and subscribed, the first time or again. */
        void subscribed();

        void received(String topic, @Nullable String correlation, byte[] body);
    }

    /** Where the broker is. */
    record Broker(String host, int port) {}

    /** A device's account on the broker; the user name is the device id is the client id. */
    record Account(String username, String password) {

        @Override
        public String toString() {
            return "Account[" + username + "]";
        }
    }
}
