package io.asyncrpc.core.certificate;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A number of each organisation that is dear to count: one count serves all who ask while it is made, and for a while after it. */
final class RecentCount {
    private static final int MOST_KEPT = 10_000;

    private final Function<String, Uni<Integer>> count;
    private final Duration keep;
    private final Map<String, Uni<Integer>> kept = new ConcurrentHashMap<>();

    RecentCount(Function<String, Uni<Integer>> count, Duration keep) {
        this.count = count;
        this.keep = keep;
    }

    Uni<Integer> of(String org) {
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        return kept.computeIfAbsent(org, this::counted);
    }

    /** A failure is not kept. */
    private Uni<Integer> counted(String org) {
        return Uni.createFrom()
                .deferred(() -> count.apply(org))
                .onFailure()
                .invoke(() -> kept.remove(org))
                .memoize()
                .atLeast(keep);
    }
}
