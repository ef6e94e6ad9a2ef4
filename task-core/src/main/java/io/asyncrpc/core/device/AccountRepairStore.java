package io.asyncrpc.core.device;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Compares the broker's list of accounts with the registry. What it finds is only marked, and done by {@link AccountRunner}
 * through calls that change nothing where nothing is wrong: a list that was not quite right does no harm.
 */
@ApplicationScoped
public class AccountRepairStore {
    private static final Logger LOG = Logger.getLogger(AccountRepairStore.class);

    /** The list is dated by another machine's clock. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(5);

    private static final String BEFORE_EVERY_ID = "";
    private static final String AFTER_EVERY_ID = "~";

    private final Pool pool;

    /**
     * The accounts the broker had in a range of names.
     *
     * @param after the range begins behind this name; {@code null}: with the first
     * @param until the range ends with this name; {@code null}: with the last
     */
    public record Listed(
            Instant at, @Nullable String after, @Nullable String until, List<String> names) {
        public Listed {
            names = List.copyOf(names);
        }
    }

    AccountRepairStore(Pool pool) {
        this.pool = pool;
    }

    /** Marks accounts that are missing as to be made, and those of deleted devices as to be removed. */
    public Uni<Void> compare(Listed listed) {
        return markMissing(listed)
                .invoke(missing -> told(missing, "accounts are missing at the broker and are made anew"))
                .chain(() -> markLeftOver(listed))
                .invoke(leftOver -> told(leftOver, "accounts of deleted devices are at the broker and are removed"))
                .replaceWithVoid();
    }

    private Uni<Integer> markMissing(Listed listed) {
        return pool.preparedQuery("""
                        update device set account = 'PENDING'
                        where account = 'READY' and deleted_at is null and account_ready_at < $1
                          and device_id collate "C" > $2 and device_id collate "C" <= $3 and not device_id = any($4)
                        """)
                .execute(Tuple.of(
                        sureBefore(listed),
                        Objects.requireNonNullElse(listed.after(), BEFORE_EVERY_ID),
                        Objects.requireNonNullElse(listed.until(), AFTER_EVERY_ID),
                        names(listed)))
                .map(rows -> rows.rowCount());
    }

    /** Only names that a device had: other users of the broker are somebody else's. */
    private Uni<Integer> markLeftOver(Listed listed) {
        return pool.preparedQuery("""
                        update device d set account = 'REMOVING'
                        where d.account = 'REMOVED' and d.device_id = any($2) and d.deleted_at < $1
                          and not exists (select from device n where n.device_id = d.device_id and n.deleted_at is null)
                          and not exists (select from device l where l.device_id = d.device_id and l.account = 'REMOVING')
                          and not exists (select from device l where l.device_id = d.device_id and l.account = 'REMOVED'
                            and (l.deleted_at, l.uid) > (d.deleted_at, d.uid))
                        """)
                .execute(Tuple.of(sureBefore(listed), names(listed)))
                .map(rows -> rows.rowCount());
    }

    private static OffsetDateTime sureBefore(Listed listed) {
        return listed.at().minus(CLOCKS_APART).atOffset(ZoneOffset.UTC);
    }

    private static String[] names(Listed listed) {
        return listed.names().toArray(String[]::new);
    }

    private static void told(int count, String what) {
        if (count > 0) {
            LOG.infof("%s count=%d", what, count);
        }
    }
}
