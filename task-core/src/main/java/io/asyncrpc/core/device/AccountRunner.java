package io.asyncrpc.core.device;

import io.asyncrpc.core.device.AccountRelay.Made;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Does what is wanted of broker accounts and did not come about at once: after an outage, or when the broker lost them. */
@ApplicationScoped
public class AccountRunner {
    private static final Logger LOG = Logger.getLogger(AccountRunner.class);
    private static final Duration RUN_EVERY = Duration.ofSeconds(5);
    private static final UUID FIRST = new UUID(0, 0);
    private static final int BATCH = 100;

    /** Half of the database's connections; the broker's own store is no faster with more. */
    private static final int AT_ONCE = 8;

    /** Of those that fail, in a batch; while the bridge is away all do, for the same reason. */
    private static final int MOST_NAMED = 3;

    private final AccountRelay relay;
    private final AccountStore accounts;
    private final InstantSource clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Instant began = Instant.EPOCH;
    private volatile UUID after = FIRST;

    /** What came of one account. */
    private sealed interface Done {
        record AsWanted() implements Done {}

        record MadeAnew() implements Done {}

        record Failed(String deviceId, String reason) implements Done {}
    }

    AccountRunner(AccountRelay relay, AccountStore accounts, InstantSource clock) {
        this.relay = relay;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Begins, while others go on; nothing most of the time. */
    public void runBeside() {
        Instant now = clock.instant();
        if (began.plus(RUN_EVERY).isAfter(now) || !running.compareAndSet(false, true)) {
            return;
        }
        began = now;
        batches()
                .onTermination()
                .invoke(() -> running.set(false))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("broker accounts wait for the database reason=%s", failure.getMessage()));
    }

    /** Batch after batch. One with failures ends the run, and the next run goes on behind it: none keeps the others waiting. */
    private Uni<Void> batches() {
        return accounts.due(clock.instant(), after, BATCH)
                .chain(due -> work(due).invoke(AccountRunner::tell).chain(done -> {
                    boolean last = due.size() < BATCH;
                    after = last ? FIRST : due.getLast().uid();
                    return last || !failures(done).isEmpty() ? Uni.createFrom().voidItem() : batches();
                }));
    }

    private Uni<List<Done>> work(List<AccountStore.Due> all) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUni(this::work)
                .merge(AT_ONCE)
                .collect()
                .asList();
    }

    private Uni<Done> work(AccountStore.Due due) {
        Uni<Done> work = due.removal()
                ? relay.remove(due.uid(), due.deviceId()).replaceWith(new Done.AsWanted())
                : relay.ensure(due.uid(), due.deviceId())
                        .map(made -> made == Made.ANEW ? new Done.MadeAnew() : new Done.AsWanted());
        return work.onFailure()
                .recoverWithItem(failure -> new Done.Failed(due.deviceId(), String.valueOf(failure.getMessage())));
    }

    private static List<Done.Failed> failures(List<Done> batch) {
        return batch.stream()
                .filter(Done.Failed.class::isInstance)
                .map(Done.Failed.class::cast)
                .toList();
    }

    private static void tell(List<Done> batch) {
        List<Done.Failed> failed = failures(batch);
        long anew = batch.stream().filter(Done.MadeAnew.class::isInstance).count();
        for (int i = 0; i < failed.size(); i++) {
            LOG.logf(
                    i < MOST_NAMED ? Logger.Level.WARN : Logger.Level.DEBUG,
                    "a broker account could not be worked on deviceId=%s reason=%s",
                    failed.get(i).deviceId(),
                    failed.get(i).reason());
        }
        if (!failed.isEmpty()) {
            LOG.warnf("broker accounts wait for the bridge count=%d", failed.size());
        }
        if (anew > 0) {
            LOG.warnf("the broker had lost accounts; they are back without a password count=%d", anew);
        }
    }
}
