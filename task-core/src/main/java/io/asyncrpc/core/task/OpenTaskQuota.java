package io.asyncrpc.core.task;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Keeps an organisation within its number of open tasks. Counting a million rows for each submission would cost more than
 * the submission: the count is kept for a while, with what was admitted since on top, and made anew beside the requests;
 * only at the limit does a request wait for it, so that nobody is refused by an old figure.
 */
@ApplicationScoped
class OpenTaskQuota {
    private static final Logger LOG = Logger.getLogger(OpenTaskQuota.class);
    private static final Duration KEPT = Duration.ofSeconds(10);
    private static final Duration KEPT_AT_THE_LIMIT = Duration.ofSeconds(1);
    /** A count that took long is kept longer, so that counting is never more than a tenth of what is done. */
    private static final int KEPT_TIMES_TAKEN = 10;

    private final QuotaStore store;
    private final InstantSource clock;
    private final int limit;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();
    private final Map<String, Uni<Count>> counting = new ConcurrentHashMap<>();

    /** Open tasks at a moment, and how many were admitted since. */
    private record Count(long open, Instant at, Duration took, AtomicLong since) {
        boolean admits(int limit) {
            return open + since.getAndIncrement() < limit;
        }
    }

    OpenTaskQuota(QuotaStore store, InstantSource clock, QuotaConfig config) {
        this.store = store;
        this.clock = clock;
        this.limit = config.openTasksPerOrganisation();
    }

    /** Whether the organisation may have one more; if so, it is taken to have it. */
    Uni<Boolean> admits(String org) {
        Instant now = clock.instant();
        Count known = counts.get(org);
        if (known != null && known.admits(limit)) {
            if (isOlder(known, KEPT, now)) {
                count(org)
                        .subscribe()
                        .with(
                                done -> {},
                                failure -> LOG.debugf("open tasks were not counted reason=%s", failure.getMessage()));
            }
            return Uni.createFrom().item(true);
        }
        return known != null && !isOlder(known, KEPT_AT_THE_LIMIT, now)
                ? Uni.createFrom().item(false)
                : count(org).map(count -> count.admits(limit));
    }

    private static boolean isOlder(Count count, Duration age, Instant now) {
        return count.at()
                .plus(age)
                .plus(count.took().multipliedBy(KEPT_TIMES_TAKEN))
                .isBefore(now);
    }

    /** One at a time for each organisation, however many wait for it. */
    private Uni<Count> count(String org) {
        return counting.computeIfAbsent(
                org,
                o -> Uni.createFrom()
                        .item(clock::instant)
                        .chain(began -> store.countOpen(o, limit).map(open -> counted(open, began)))
                        .invoke(count -> counts.put(o, count))
                        .onTermination()
                        .invoke(() -> counting.remove(o))
                        .memoize()
                        .indefinitely());
    }

    private Count counted(long open, Instant began) {
        Instant now = clock.instant();
        return new Count(open, now, Duration.between(began, now), new AtomicLong());
    }
}
