package io.asyncrpc.core.database;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads of one row each, made together: while as many as allowed are on their way to the database, those asked for are
 * gathered, and are one statement as soon as there is room. Who asks first never waits, and the busier it gets, the less
 * each costs. Every read begins after it was asked for, so that it sees what was committed before. From any thread.
 */
public final class SharedReads<K, V> {
    private final Vertx vertx;
    private final int mostKeys;
    private final int mostUnderWay;
    private final Function<Set<K>, Uni<Map<K, V>>> read;
    private final Queue<Asked<K, V>> waiting = new ArrayDeque<>();
    private int underWay;

    /** @param context where the answer is wanted */
    private record Asked<K, V>(K key, UniEmitter<? super Optional<V>> answer, Context context) {}

    /**
     * @param mostKeys of one statement; equal ones count each
     * @param mostUnderWay statements at a time
     * @param read what there is under the keys; who asked hears of its failure
     */
    public SharedReads(Vertx vertx, int mostKeys, int mostUnderWay, Function<Set<K>, Uni<Map<K, V>>> read) {
        this.vertx = vertx;
        this.mostKeys = mostKeys;
        this.mostUnderWay = mostUnderWay;
        this.read = read;
    }

    /** Ends on the Vert.x context of who subscribes. */
    public Uni<Optional<V>> one(K key) {
        return Uni.createFrom().emitter(answer -> {
            Context context = vertx.getOrCreateContext();
            add(new Asked<>(key, answer, context));
            readNext(context);
        });
    }

    private synchronized void add(Asked<K, V> asked) {
        waiting.add(asked);
    }

    private synchronized List<Asked<K, V>> take() {
        List<Asked<K, V>> batch = new ArrayList<>();
        if (underWay < mostUnderWay) {
            while (!waiting.isEmpty() && batch.size() < mostKeys) {
                batch.add(waiting.remove());
            }
            underWay += batch.isEmpty() ? 0 : 1;
        }
        return batch;
    }

    private void readNext(Context context) {
        List<Asked<K, V>> batch = take();
        if (!batch.isEmpty()) {
            Uni.createFrom()
                    .deferred(() -> read.apply(batch.stream().map(Asked::key).collect(Collectors.toSet())))
                    .onTermination()
                    .invoke(() -> end(batch))
                    .subscribe()
                    .with(found -> answer(batch, found), failure -> fail(batch, failure));
        }
    }

    /** Another one begins where it is asked from, not where this one, which belongs to other callers, ended. */
    private void end(Collection<Asked<K, V>> batch) {
        Asked<K, V> next;
        synchronized (this) {
            underWay--;
            next = waiting.peek();
        }
        if (next != null) {
            next.context().runOnContext(now -> readNext(next.context()));
        }
    }

    private static <K, V> void answer(List<Asked<K, V>> batch, Map<K, V> found) {
        batch.forEach(asked -> asked.context()
                .runOnContext(now -> asked.answer().complete(Optional.ofNullable(found.get(asked.key())))));
    }

    private static <K, V> void fail(List<Asked<K, V>> batch, Throwable failure) {
        batch.forEach(
                asked -> asked.context().runOnContext(now -> asked.answer().fail(failure)));
    }
}
