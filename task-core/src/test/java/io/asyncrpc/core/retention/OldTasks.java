package io.asyncrpc.core.retention;

import io.asyncrpc.core.house.OwnSchema;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tasks that were made at any time, with a payload, a line of history and a result each. */
public final class OldTasks {
    private static final UUID DEVICE = UUID.fromString("01900000-0000-7000-8000-000000000001");

    private OldTasks() {}

    public static UUID id(Instant made) {
        UUID random = UUID.randomUUID();
        return new UUID(made.toEpochMilli() << 16 | 0x7000, random.getLeastSignificantBits());
    }

    /** @param finished {@code null} for an open one */
    public static UUID put(OwnSchema schema, Instant made, @Nullable Instant finished) {
        UUID id = id(made);
        schema.rows("insert into device_name values ('old', 'org') on conflict do nothing");
        schema.rows(
                "insert into device (uid, device_id, org, account, created_at) values ($1, 'old', 'org', 'READY', now())"
                        + " on conflict do nothing",
                DEVICE);
        schema.rows("""
                insert into task (id, org, device_uid, device_id, method, priority, max_attempts, lease_s,
                  attempt_timeout_s, created_at, expires_at, state, attempt, version, result_count, further_count, rings,
                  revision)
                values ($1, 'org', $2, 'old', '17', 0, 3, 300, 3600, $3, $3, 'NEW', 0, 1, 0, 0, 0, 0)
                """, id, DEVICE, made.atOffset(ZoneOffset.UTC));
        schema.rows("insert into task_payload values ($1, '{}')", id);
        schema.rows("insert into task_move values ($1, 1, now(), null, 'NEW', 'SUBMITTED', 0)", id);
        schema.rows("insert into task_result values ($1, 1, 1, 200, '0', '', '', now())", id);
        if (finished != null) {
            finish(schema, id, finished);
        }
        return id;
    }

    public static void finish(OwnSchema schema, UUID id, Instant at) {
        schema.rows("update task set state = 'DONE', finished_at = $2 where id = $1", id, at.atOffset(ZoneOffset.UTC));
    }
}
