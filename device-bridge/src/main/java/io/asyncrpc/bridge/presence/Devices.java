package io.asyncrpc.bridge.presence;

import io.asyncrpc.bridge.report.Report.Validity;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to tell a device's connection from the others: it speaks MQTT, and its user is no user of the house.
 *
 * @param issuer the name of the CA whose certificates are told of, as the broker writes it; empty if there is none
 */
record Devices(String vhost, Set<String> houseUsers, String issuer) {
    private static final Pattern DEVICE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    Devices {
        houseUsers = Set.copyOf(houseUsers);
    }

    Devices(String vhost, Set<String> houseUsers) {
        this(vhost, houseUsers, "");
    }

    /** What a device showed, if it is a certificate of that CA: it begins and ends, as in {@code 2026-03-01T10:00:00Z - ...}. */
    @Nullable Validity certificate(String itsIssuer, String validity) {
        String[] ends = validity.split(" - ", -1);
        if (issuer.isEmpty() || !issuer.equals(itsIssuer) || ends.length != 2) {
            return null;
        }
        try {
            return new Validity(Instant.parse(ends[0]), Instant.parse(ends[1]));
        } catch (DateTimeException otherwise) {
            return null;
        }
    }

    boolean isDevice(String user, String protocol) {
        return protocol.contains("MQTT") && isDeviceName(user);
    }

    boolean isDeviceName(String user) {
        return DEVICE_ID.matcher(user).matches() && !houseUsers.contains(user);
    }
}
