package io.asyncrpc.fleet.check;

import io.asyncrpc.fleet.record.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes rows as the core would. All of it happens some weeks ago, when no partition is missing. */
final class Rows {
    static final Instant BEGIN = Instant.now().minus(Duration.ofDays(20));
    static final String ORG = "org-check";
    static final int LEASE = 10;

    private final Connection connection;
    private int made;

    Rows(Connection connection) {
        this.connection = connection;
    }

    /** Ids in the order in which they are asked for. */
    String nextId() {
        made++;
        String millis = Spans.firstId(BEGIN.toEpochMilli() + made);
        return millis.substring(0, millis.length() - 4) + "%04d".formatted(made);
    }

    /** @param end state, outcome, failure code, failure status, result id; with {@code -} for what is not there */
    void task(String id, String device, int maxAttempts, int attempt, String payload, String end, String... moves)
            throws SQLException {
        String[] e = end.split(" ");
        long results =
                java.util.Arrays.stream(moves).filter(Rows::carriesResult).count();
        long further = java.util.Arrays.stream(moves)
                .filter(m -> m.startsWith("FURTHER"))
                .count();
        insert(
                "task (id, org, device_uid, device_id, method, priority, max_attempts, lease_s, attempt_timeout_s, created_at,"
                        + " expires_at, state, outcome, attempt, version, finished_at, failure_code, failure_status, result_id,"
                        + " result_count, further_count, rings, revision)",
                UUID.fromString(id),
                ORG,
                UUID.randomUUID(),
                device,
                "open",
                0,
                maxAttempts,
                LEASE,
                3600,
                at(0),
                at(3600),
                e[0],
                text(e[1]),
                attempt,
                moves.length,
                at(1),
                text(e[2]),
                number(e[3]),
                number(e[4]),
                results,
                further,
                0,
                0);
        insert("task_payload (task_id, payload)", UUID.fromString(id), payload.getBytes(StandardCharsets.UTF_8));
        String from = null;
        for (int i = 0; i < moves.length; i++) {
            String[] m = moves[i].split(" ");
            insert(
                    "task_move (task_id, version, at, from_state, to_state, cause, attempt)",
                    UUID.fromString(id),
                    i + 1,
                    at(Integer.parseInt(m[3])),
                    from,
                    m[1],
                    m[0],
                    Integer.valueOf(m[2]));
            from = m[1];
        }
    }

    private static boolean carriesResult(String move) {
        return move.contains("RESULT") || move.startsWith("RETRY");
    }

    void result(String id, int resultId, int attempt, int status, String ext, String body) throws SQLException {
        insert(
                "task_result (task_id, result_id, attempt, status_code, ext_id, sha256, body, received_at)",
                UUID.fromString(id),
                resultId,
                attempt,
                status,
                ext,
                sha(body),
                body.getBytes(StandardCharsets.UTF_8),
                at(5));
    }

    void key(String key, String body, String task) throws SQLException {
        insert(
                "idempotency_key (org, key, fingerprint, task_id, created_at)",
                ORG,
                key,
                sha(body),
                UUID.fromString(task),
                at(0));
    }

    void event(String device, @Nullable String number) throws SQLException {
        insert(
                "device_event (id, org, device_uid, device_id, type, dev_event_id, dev_timestamp, received_at, body)",
                UUID.fromString(nextId()),
                ORG,
                UUID.randomUUID(),
                device,
                "7",
                number,
                at(1),
                at(1),
                new byte[] {'1'});
    }

    static String digest(String body) {
        return Digest.of(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Object at(int seconds) {
        return BEGIN.plusSeconds(seconds).atOffset(ZoneOffset.UTC);
    }

    private static byte[] sha(String body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable String text(String word) {
        return word.equals("-") ? null : word;
    }

    private static @Nullable Integer number(String word) {
        return word.equals("-") ? null : Integer.valueOf(word);
    }

    private void insert(String table, @Nullable Object... values) throws SQLException {
        String marks = "?, ".repeat(values.length).substring(0, 3 * values.length - 2);
        try (PreparedStatement statement =
                connection.prepareStatement("insert into " + table + " values (" + marks + ")")) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
