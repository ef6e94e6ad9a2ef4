package io.asyncrpc.bridge.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.WebApplicationException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The broker accounts of devices: a user of the device's name that can reach its own topics and session, nothing else.
 *
 * <p>Calls about one device are taken one after another, so that making sure of an account cannot overwrite a password.
 */
final class DeviceAccounts {
    private static final int PASSWORD_BYTES = 24;
    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;
    private static final int MOST_TRIES = 20;
    private static final long PAUSE_NANOS = 50_000_000;

    private final ManagementClient broker;
    private final String vhost;
    private final Set<String> reservedNames;
    private final int maxConnections;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    DeviceAccounts(ManagementClient broker, String vhost, AccountConfig config) {
        this.broker = broker;
        this.vhost = vhost;
        this.reservedNames = Set.copyOf(config.reservedNames());
        this.maxConnections = config.maxConnections();
    }

    /** What it came to, to make sure of an account. */
    enum Ensured {
        MADE,
        THERE,
        NOT_A_DEVICES
    }

    /** Makes sure there is an account, and leaves its password alone. */
    Ensured ensure(String deviceId) {
        return alone(deviceId, () -> {
            if (!isAvailable(deviceId)) {
                return Ensured.NOT_A_DEVICES;
            }
            return makeUsable(deviceId) ? Ensured.MADE : Ensured.THERE;
        });
    }

    /** A new password, told this once. Empty if the name is not a device's to have. */
    Optional<String> renewPassword(String deviceId) {
        return alone(deviceId, () -> {
            if (!isAvailable(deviceId)) {
                return Optional.empty();
            }
            makeUsable(deviceId);
            String password = randomPassword();
            broker.putUser(deviceId, object().put("password", password).put("tags", ""));
            return Optional.of(password);
        });
    }

    /** Nothing is left: no account, no live connection, no session. False if the name is not a device's to have. */
    boolean remove(String deviceId) {
        return alone(deviceId, () -> {
            boolean available = isAvailable(deviceId);
            if (available) {
                unlessGone(() -> broker.deleteUser(deviceId));
                unlessGone(() -> broker.closeConnectionsOf(deviceId));
                deleteSession(sessionQueue(deviceId) + 0);
                deleteSession(sessionQueue(deviceId) + 1);
            }
            return available;
        });
    }

    /** A broker user that is more than a device belongs to somebody else, whatever it is called. */
    private boolean isAvailable(String deviceId) {
        if (reservedNames.contains(deviceId.toLowerCase(Locale.ROOT))) {
            return false;
        }
        Optional<JsonNode> user = find(() -> broker.user(deviceId));
        return user.isEmpty() || (hasNoTags(user.get()) && staysAmongDevices(deviceId));
    }

    private static boolean hasNoTags(JsonNode user) {
        JsonNode tags = user.path("tags");
        return tags.isTextual() ? tags.textValue().isEmpty() : tags.isEmpty();
    }

    private boolean staysAmongDevices(String user) {
        for (JsonNode permission :
                find(() -> broker.permissionsOf(user)).orElseGet(JsonNodeFactory.instance::arrayNode)) {
            if (!permission.path("vhost").asText().equals(vhost)) {
                return false;
            }
        }
        return true;
    }

    /** @return whether there was none */
    private boolean makeUsable(String deviceId) {
        boolean missing = find(() -> broker.user(deviceId)).isEmpty();
        if (missing) {
            broker.putUser(deviceId, object().put("password_hash", "").put("tags", ""));
        }
        broker.putLimit(deviceId, "max-connections", object().put("value", maxConnections));
        // Of the characters that an id may have, none means anything in a pattern
        String session = "mqtt-subscription-" + deviceId + "qos[01]";
        String sessionOrTopics = "^(" + session + "|amq\\.topic)$";
        broker.putPermissions(
                vhost,
                deviceId,
                object().put("configure", "^" + session + "$")
                        .put("write", sessionOrTopics)
                        .put("read", sessionOrTopics));
        broker.putTopicPermissions(
                vhost,
                deviceId,
                object().put("exchange", "amq.topic")
                        .put("write", "^dev\\." + deviceId + "\\.")
                        .put("read", "^srv\\." + deviceId + "\\."));
        return missing;
    }

    private static String sessionQueue(String deviceId) {
        return "mqtt-subscription-" + deviceId + "qos";
    }

    private String randomPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private <T> T alone(String deviceId, Supplier<T> action) {
        ReentrantLock lock = locks[Math.floorMod(deviceId.hashCode(), locks.length)];
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private static Optional<JsonNode> find(Supplier<JsonNode> lookup) {
        try {
            return Optional.of(lookup.get());
        } catch (WebApplicationException failure) {
            if (failure.getResponse().getStatus() == NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** The queue of a connection that is being closed belongs to it for a moment more. */
    private void deleteSession(String queue) {
        for (int tries = 1; ; tries++) {
            try {
                unlessGone(() -> broker.deleteQueue(vhost, queue));
                return;
            } catch (WebApplicationException failure) {
                if (failure.getResponse().getStatus() != BAD_REQUEST || tries == MOST_TRIES) {
                    throw failure;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static void unlessGone(Runnable removal) {
        try {
            removal.run();
        } catch (WebApplicationException failure) {
            if (failure.getResponse().getStatus() != NOT_FOUND) {
                throw failure;
            }
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
