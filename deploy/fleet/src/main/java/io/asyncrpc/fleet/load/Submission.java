package io.asyncrpc.fleet.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** What is submitted; the same one gives the same bytes. */
record Submission(
        String run,
        long call,
        String device,
        @Nullable String key,
        @Nullable Integer maxAttempts,
        @Nullable Long ttl,
        @Nullable Integer lease) {

    byte[] body() {
        StringBuilder json = new StringBuilder(200)
                .append("{\"deviceId\":\"")
                .append(device)
                .append("\",\"method\":\"17\",\"payload\":{\"run\":\"")
                .append(run)
                .append("\",\"c\":")
                .append(call)
                .append(",\"set\":\"valve\",\"percent\":40}");
        put(json, "maxAttempts", maxAttempts);
        put(json, "ttl", ttl);
        put(json, "lease", lease);
        return json.append('}').toString().getBytes(UTF_8);
    }

    private static void put(StringBuilder json, String name, @Nullable Object value) {
        if (value != null) {
            json.append(",\"").append(name).append("\":").append(value);
        }
    }
}
