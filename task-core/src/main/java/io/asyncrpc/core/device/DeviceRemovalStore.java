package io.asyncrpc.core.device;

import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.audit.Deed;
import io.asyncrpc.core.audit.DeedStore;
import io.asyncrpc.core.caller.Actor;
import io.asyncrpc.core.certificate.RevocationStore;
import io.asyncrpc.core.task.Task;
import io.asyncrpc.core.task.TaskEvent;
import io.asyncrpc.core.task.TaskId;
import io.asyncrpc.core.task.TaskStore;
import io.asyncrpc.core.task.TaskWork;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Ends a registration, its open tasks and its certificates in one transaction. */
@ApplicationScoped
class DeviceRemovalStore {
    private final Pool pool;
    private final TaskStore tasks;
    private final InstantSource clock;

    private record Removed(UUID registration, List<TaskWork> ended) {}

    DeviceRemovalStore(Pool pool, TaskStore tasks, InstantSource clock) {
        this.pool = pool;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** @return the registration that ended; empty if there was none */
    Uni<Optional<UUID>> remove(String org, String deviceId, Actor actor) {
        return pool.withTransaction(connection -> lock(connection, org, deviceId)
                        .chain(uid -> uid.isEmpty()
                                ? Uni.createFrom().item(Optional.<Removed>empty())
                                : end(connection, uid.get(), deed(org, deviceId, actor))
                                        .map(Optional::of)))
                .invoke(committed -> committed.ifPresent(removed -> tasks.committed(removed.ended())))
                .map(committed -> committed.map(Removed::registration));
    }

    private Deed deed(String org, String deviceId, Actor actor) {
        Instant now = clock.instant();
        return new Deed(TaskId.next(now), now, org, actor.name(), Action.DEVICE_DELETED, deviceId, "");
    }

    /** Waits for submissions under way, which hold a key share lock; later ones see that the device is gone. */
    private static Uni<Optional<UUID>> lock(SqlConnection connection, String org, String deviceId) {
        return connection
                .preparedQuery(
                        "select uid from device where org = $1 and device_id = $2 and deleted_at is null for update")
                .execute(Tuple.of(org, deviceId))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID("uid")));
    }

    private Uni<Removed> end(SqlConnection connection, UUID uid, Deed deed) {
        Instant now = deed.at();
        return connection
                .preparedQuery("""
                        update device set deleted_at = $2, account = 'REMOVING' where uid = $1
                        """)
                .execute(Tuple.of(uid, now.atOffset(ZoneOffset.UTC)))
                .chain(() -> tasks.loadOpen(connection, uid))
                .chain(open -> write(connection, ended(open, now)))
                .call(() -> DeedStore.add(connection, deed))
                .call(() -> RevocationStore.revokeAll(connection, uid, deed))
                .call(() -> connection
                        .preparedQuery("delete from connection where device_id = $1")
                        .execute(Tuple.of(deed.target())))
                .map(ended -> new Removed(uid, ended));
    }

    private Uni<List<TaskWork>> write(SqlConnection connection, List<TaskWork> works) {
        return tasks.write(connection, works).map(won -> TaskStore.written(works, won));
    }

    private static List<TaskWork> ended(List<Task> open, Instant now) {
        return open.stream()
                .map(TaskWork::new)
                .peek(work -> work.take(new TaskEvent.DeviceDeleted(), now))
                .toList();
    }
}
