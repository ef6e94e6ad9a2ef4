package io.asyncrpc.core.report;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a report can never be handled.
 *
 * @param taskId of the task that it is about, for the log; {@code -} if there is none, or nothing that could be one
 * @param deviceId of the device, likewise
 */
record Fault(String taskId, String deviceId, String reason) {
    private static final String NONE = "-";
    private static final Pattern TASK = Pattern.compile("[0-9a-fA-F-]{36}");
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    static Fault of(@Nullable String message) {
        return new Fault(NONE, NONE, String.valueOf(message));
    }

    /** About whomever it says; that may be anything. */
    static Fault about(@Nullable String taskId, @Nullable String deviceId, String reason) {
        return new Fault(named(TASK, taskId), named(DEVICE, deviceId), reason);
    }

    static Fault in(Report report, Throwable failure) {
        return about(taskOf(report), deviceOf(report), String.valueOf(failure.getMessage()));
    }

    private static @Nullable String taskOf(Report report) {
        UUID id = switch (report) {
            case Report.AboutTask about -> about.taskId();
            case Report.Claim claim -> claim.taskId();
            default -> null;
        };
        return id == null ? null : id.toString();
    }

    private static @Nullable String deviceOf(Report report) {
        return switch (report) {
            case Report.Said said -> said.deviceId();
            case Report.Event event -> event.said().deviceId();
            case Report.Connected connected -> connected.deviceId();
            case Report.Disconnected disconnected -> disconnected.deviceId();
            case Report.Subscribed subscribed -> subscribed.deviceId();
            case Report.Connections many -> null;
            case Report.Accounts many -> null;
            case Report.Logins many -> null;
        };
    }

    private static String named(Pattern form, @Nullable String name) {
        return name != null && form.matcher(name).matches() ? name : NONE;
    }
}
