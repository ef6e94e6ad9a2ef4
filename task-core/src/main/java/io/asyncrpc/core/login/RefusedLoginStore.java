package io.asyncrpc.core.login;

import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.audit.Deed;
import io.asyncrpc.core.audit.DeedStore;
import io.asyncrpc.core.task.TaskId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Writes them down: nobody's organisation, since nobody said truly whose they are. */
@ApplicationScoped
class RefusedLoginStore {
    private static final String GATEWAY = "gateway";

    private final Pool pool;
    private final InstantSource clock;

    RefusedLoginStore(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    Uni<Void> add(List<RefusedLogins> refused) {
        Instant now = clock.instant();
        return pool.withTransaction(connection -> Multi.createFrom()
                .iterable(refused)
                .onItem()
                .transformToUniAndConcatenate(one -> DeedStore.add(connection, deed(one, now)))
                .collect()
                .asList()
                .replaceWithVoid());
    }

    private static Deed deed(RefusedLogins refused, Instant now) {
        return new Deed(
                TaskId.next(now),
                now,
                "",
                GATEWAY,
                Action.LOGINS_REFUSED,
                refused.reason(),
                Long.toString(refused.count()));
    }
}
