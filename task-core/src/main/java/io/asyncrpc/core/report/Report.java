package io.asyncrpc.core.report;

import io.asyncrpc.core.certificate.Shown;
import io.asyncrpc.core.device.AccountRepairStore;
import io.asyncrpc.core.event.SaidEvent;
import io.asyncrpc.core.login.CountedLogins;
import io.asyncrpc.core.task.TaskEvent;
import io.asyncrpc.core.trace.TraceParent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Anything a device says, or that the broker says of it; the device's name comes from the channel. */
public sealed interface Report {

    /** A word of a device. */
    sealed interface Said extends Report {
        String deviceId();

        /** Where the device says that the trace goes on; {@code null} as a rule. */
        @Nullable TraceParent trace();
    }

    /** A word of a device about one of its tasks. */
    sealed interface AboutTask extends Said {
        UUID taskId();

        TaskEvent event();
    }

    record Acknowledged(
            String deviceId, UUID taskId, @Nullable TraceParent trace) implements AboutTask {
        Acknowledged(String deviceId, UUID taskId) {
            this(deviceId, taskId, null);
        }

        @Override
        public TaskEvent event() {
            return new TaskEvent.Acknowledged();
        }
    }

    /**
     * "Give me that task."
     *
     * @param taskId {@code null} means: my next
     */
    record Claim(
            String deviceId,
            @Nullable UUID taskId,
            @Nullable TraceParent trace) implements Said {
        Claim(String deviceId, @Nullable UUID taskId) {
            this(deviceId, taskId, null);
        }
    }

    record Progress(
            String deviceId,
            UUID taskId,
            @Nullable Integer percent,
            @Nullable String message,
            @Nullable TraceParent trace)
            implements AboutTask {
        Progress(String deviceId, UUID taskId, @Nullable Integer percent, @Nullable String message) {
            this(deviceId, taskId, percent, message, null);
        }

        @Override
        public TaskEvent event() {
            return new TaskEvent.Progressed(percent, message);
        }
    }

    record Result(
            String deviceId,
            UUID taskId,
            TaskEvent.Resulted event,
            @Nullable TraceParent trace) implements AboutTask {
        Result(String deviceId, UUID taskId, TaskEvent.Resulted event) {
            this(deviceId, taskId, event, null);
        }
    }

    /** Something happened at the device. */
    record Event(SaidEvent said) implements Report {}

    /**
     * A connection that was made.
     *
     * @param connection the broker's name of it, which no other connection has at the same time
     * @param certificate of the API's that it was made with
     */
    record Connected(
            String deviceId,
            String connection,
            Instant at,
            @Nullable Shown certificate) implements Report {
        Connected(String deviceId, String connection, Instant at) {
            this(deviceId, connection, at, null);
        }
    }

    record Disconnected(String deviceId, String connection, Instant at) implements Report {}

    /** The device hears its doorbell from now on. */
    record Subscribed(String deviceId, Instant at) implements Report {}

    /** All connections there are that began before that moment, and later ones; others from before it are gone. */
    record Connections(Instant at, List<Connected> connections) implements Report {}

    /** The broker's accounts in a range of names: whatever else is thought to be there is missing. */
    record Accounts(AccountRepairStore.Listed listed) implements Report {}

    /** How many logins a broker has refused. */
    record Logins(CountedLogins counted) implements Report {}
}
