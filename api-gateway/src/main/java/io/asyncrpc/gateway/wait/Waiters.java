package io.asyncrpc.gateway.wait;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Who waits for what, and how many may. */
@Singleton
class Waiters {
    private final int most;
    private final int mostOfOne;
    private final WaitMetrics metrics;
    private final AtomicInteger seated = new AtomicInteger();
    private final Map<String, Integer> seatedByOrganisation = new ConcurrentHashMap<>();
    private final Map<String, Set<Waiter>> waiting = new ConcurrentHashMap<>();

    Waiters(WaitConfig config, WaitMetrics metrics) {
        this.most = config.waiters();
        this.mostOfOne = config.waitersPerOrganisation();
        this.metrics = metrics;
        metrics.waiting(seated::get);
    }

    /** Takes a seat, if there is one; whoever has it must {@link #leave}. */
    boolean enter(String organisation) {
        if (seated.incrementAndGet() > most) {
            seated.decrementAndGet();
            return false;
        }
        if (seatedByOrganisation.merge(organisation, 1, Integer::sum) > mostOfOne) {
            leave(organisation);
            return false;
        }
        return true;
    }

    void leave(String organisation) {
        seatedByOrganisation.computeIfPresent(organisation, (who, count) -> count == 1 ? null : count - 1);
        seated.decrementAndGet();
    }

    boolean isAnyone() {
        return !waiting.isEmpty();
    }

    /** From now on it is woken by changes of this id. */
    void add(String id, Waiter waiter) {
        waiting.compute(id, (key, known) -> {
            Set<Waiter> all = known == null ? ConcurrentHashMap.newKeySet(1) : known;
            all.add(waiter);
            return all;
        });
    }

    void remove(String id, Waiter waiter) {
        waiting.computeIfPresent(id, (key, all) -> {
            all.remove(waiter);
            return all.isEmpty() ? null : all;
        });
    }

    void wake(Change change) {
        Set<Waiter> woken = waiting.get(change.id());
        if (woken != null) {
            metrics.woken();
            woken.forEach(waiter -> waiter.wake(change));
        }
    }

    List<Waiter> all() {
        return waiting.values().stream().flatMap(Set::stream).toList();
    }
}
