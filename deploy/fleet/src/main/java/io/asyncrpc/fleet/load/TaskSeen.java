package io.asyncrpc.fleet.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.asyncrpc.fleet.record.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task as the API shows it.
 *
 * @param createdAt the core's time in microseconds since 1970, as {@code finishedAt}, which is 0 while it is open
 * @param result digest of {@code result.body}
 */
public record TaskSeen(
        @Nullable String id,
        @Nullable String state,
        @Nullable String outcome,
        @Nullable Long version,
        @Nullable Integer attempt,
        long createdAt,
        long finishedAt,
        @Nullable String result,
        @Nullable Integer resultStatus) {

    static final TaskSeen NONE = new TaskSeen(null, null, null, null, null, 0, 0, null, null);

    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> FINAL = Set.of("DONE", "FAILED", "EXPIRED", "CANCELED");

    public boolean isFinal() {
        return state != null && FINAL.contains(state);
    }

    /** Reads the few fields that matter as they go by: this is done thousands of times a second. */
    static TaskSeen read(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            return new Reading(json, body).task();
        } catch (IOException e) {
            throw new UncheckedIOException("an answer that is not JSON", e);
        }
    }

    private static final class Reading {

        private final JsonParser json;
        private final byte[] bytes;
        private @Nullable String id;
        private @Nullable String state;
        private @Nullable String outcome;
        private @Nullable Long version;
        private @Nullable Integer attempt;
        private long createdAt;
        private long finishedAt;
        private @Nullable String result;
        private @Nullable Integer resultStatus;

        Reading(JsonParser json, byte[] bytes) {
            this.json = json;
            this.bytes = bytes;
        }

        TaskSeen task() throws IOException {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_NULL) {
                    continue;
                }
                switch (field) {
                    case "id" -> id = json.getText();
                    case "state" -> state = json.getText();
                    case "outcome" -> outcome = json.getText();
                    case "version" -> version = json.getLongValue();
                    case "attempt" -> attempt = json.getIntValue();
                    case "createdAt" -> createdAt = micros(json.getText());
                    case "finishedAt" -> finishedAt = micros(json.getText());
                    case "result" -> result();
                    default -> json.skipChildren();
                }
            }
            return new TaskSeen(id, state, outcome, version, attempt, createdAt, finishedAt, result, resultStatus);
        }

        private void result() throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "statusCode" -> resultStatus = json.getIntValue();
                    case "body" -> {
                        int from = (int) json.currentTokenLocation().getByteOffset();
                        json.skipChildren();
                        json.finishToken();
                        int to = (int) json.currentLocation().getByteOffset();
                        result = Digest.of(bytes, from, to - from);
                    }
                    default -> json.skipChildren();
                }
            }
        }

        /** The one form in which the core writes times, {@code 2026-03-01T10:00:00.123456Z}: the library's reader takes a third of the time of a whole call. */
        static long micros(String time) {
            long seconds = LocalDate.of(number(time, 0, 4), number(time, 5, 7), number(time, 8, 10))
                                    .toEpochDay()
                            * 86_400
                    + number(time, 11, 13) * 3_600L
                    + number(time, 14, 16) * 60L
                    + number(time, 17, 19);
            int fraction = Math.max(0, time.length() - 21);
            long micros = fraction == 0 ? 0 : number(time, 20, Math.min(26, time.length() - 1));
            for (int digits = fraction; digits > 0 && digits < 6; digits++) {
                micros *= 10;
            }
            return seconds * 1_000_000 + micros;
        }

        private static int number(String text, int from, int to) {
            return Integer.parseInt(text, from, to, 10);
        }
    }
}
