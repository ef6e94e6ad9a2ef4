package io.asyncrpc.core.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Items of the house message {@code report}, as the bridge writes them. */
final class Reports {
    private Reports() {}

    static String acknowledged(String device, String task) {
        return item("acknowledged", device, ",\"taskId\":\"" + task + "\"");
    }

    static String next(String device) {
        return item("claim", device, ",\"taskId\":null");
    }

    static String claim(String device, String task) {
        return item("claim", device, ",\"taskId\":\"" + task + "\"");
    }

    static String progress(String device, String task, int percent) {
        return item("progress", device, ",\"taskId\":\"" + task + "\",\"percent\":" + percent + ",\"message\":null");
    }

    static String result(String device, String task, int status, @Nullable Integer attempt, String body) {
        return item(
                "result",
                device,
                ",\"taskId\":\"" + task + "\",\"statusCode\":" + status + ",\"extId\":\"7\",\"attempt\":" + attempt
                        + ",\"retryAfter\":null,\"body\":\"" + body + "\"");
    }

    static String connected(String device, String connection, Instant at) {
        return item("connected", device, at, ",\"connection\":\"" + connection + "\"");
    }

    static String disconnected(String device, String connection, Instant at) {
        return item("disconnected", device, at, ",\"connection\":\"" + connection + "\"");
    }

    private static String item(String kind, String device, String more) {
        return item(kind, device, Instant.now(), more);
    }

    private static String item(String kind, String device, Instant at, String more) {
        return "{\"kind\":\"" + kind + "\",\"deviceId\":\"" + device + "\",\"at\":\"" + at + "\"" + more + "}";
    }
}
