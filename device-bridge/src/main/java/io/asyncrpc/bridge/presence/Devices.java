package io.asyncrpc.bridge.presence;

import java.util.Set;
import java.util.regex.Pattern;

/** How to tell a device's connection from the others: it speaks MQTT, and its user is no user of the house. */
record Devices(String vhost, Set<String> houseUsers) {
    private static final Pattern DEVICE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    Devices {
        houseUsers = Set.copyOf(houseUsers);
    }

    boolean isDevice(String user, String protocol) {
        return protocol.contains("MQTT") && isDeviceName(user);
    }

    boolean isDeviceName(String user) {
        return DEVICE_ID.matcher(user).matches() && !houseUsers.contains(user);
    }
}
