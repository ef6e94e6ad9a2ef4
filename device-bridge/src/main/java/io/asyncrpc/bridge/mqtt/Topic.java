package io.asyncrpc.bridge.mqtt;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who spoke and in which word: {@code dev/<id>/<word>}, which AMQP writes with dots. */
record Topic(String deviceId, String word) {
    private static final Pattern FROM_DEVICE = Pattern.compile("dev\\.([A-Za-z0-9_-]{1,64})\\.(.*)", Pattern.DOTALL);

    static Optional<Topic> of(String routingKey) {
        Matcher parts = FROM_DEVICE.matcher(routingKey);
        return parts.matches() ? Optional.of(new Topic(parts.group(1), parts.group(2))) : Optional.empty();
    }
}
