package io.asyncrpc.gateway.wait;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The reads of all who wait: so many at a time and no more, whoever was woken before whoever just looks, and equal
 * questions that are still waiting asked once. While changes are heard, those who just look have a narrow lane: when the
 * core falls behind, ever more wait and look, and their looks would keep it from catching up. A read that has begun is never joined, for it may tell of before the change.
 */
@Singleton
class Reads {
    private final Context loop;
    private final WaitMetrics metrics;
    private final int mostAtOnce;
    private final IntSupplier mostLooks;
    private final Map<Asked, Pending> waiting = new HashMap<>();
    private final Queue<Pending> urgent = new ArrayDeque<>();
    private final Queue<Pending> routine = new ArrayDeque<>();
    private int underWay;
    private int looksUnderWay;

    private record Asked(Upstream upstream, Question question) {}

    private static final class Pending {
        final Asked asked;
        final Promise<Answer> answer = Promise.promise();
        final List<BooleanSupplier> wishes = new ArrayList<>(1);

        Pending(Asked asked) {
            this.asked = asked;
        }

        boolean isUrgent;

        boolean isWanted() {
            return wishes.stream().anyMatch(BooleanSupplier::getAsBoolean);
        }
    }

    @Inject
    Reads(Vertx vertx, WaitConfig config, ChangeConsumer changes, WaitMetrics metrics) {
        this(
                vertx.getOrCreateContext(),
                config.connections(),
                () -> changes.isHearing() ? config.looks() : config.connections(),
                metrics);
    }

    /** @param mostLooks of those at once, so many may be of waiters that nobody woke; at least 1 */
    Reads(Context loop, int mostAtOnce, IntSupplier mostLooks, WaitMetrics metrics) {
        this.loop = loop;
        this.mostAtOnce = mostAtOnce;
        this.mostLooks = mostLooks;
        this.metrics = metrics;
    }

    /**
     * The answer to a read that begins from now on; it comes on any thread.
     *
     * @param isWanted asked on any thread before the read begins: what nobody wants any more is not read, and fails
     */
    synchronized Future<Answer> read(Upstream upstream, Question question, boolean isUrgent, BooleanSupplier isWanted) {
        Asked asked = new Asked(upstream, question);
        Pending pending = waiting.get(asked);
        if (pending == null) {
            pending = new Pending(asked);
            waiting.put(asked, pending);
            (isUrgent ? urgent : routine).add(pending);
            pending.isUrgent = isUrgent;
            loop.runOnContext(go -> begin());
        } else if (isUrgent && !pending.isUrgent) {
            pending.isUrgent = true;
            urgent.add(pending); // its old place is passed over
        }
        pending.wishes.add(isWanted);
        return pending.answer.future();
    }

    private void begin() {
        Pending next = next();
        if (next != null) {
            metrics.asked();
            next.asked.upstream().read(next.asked.question()).onComplete(answer -> {
                ended(next);
                next.answer.handle(answer);
            });
        }
    }

    private synchronized @Nullable Pending next() {
        if (underWay >= mostAtOnce) {
            return null;
        }
        for (Pending next = poll(); next != null; next = poll()) {
            if (!waiting.remove(next.asked, next)) {
                continue;
            }
            if (next.isWanted()) {
                underWay++;
                looksUnderWay += next.isUrgent ? 0 : 1;
                return next;
            }
            next.answer.fail("nobody wants it any more");
        }
        return null;
    }

    private @Nullable Pending poll() {
        if (!urgent.isEmpty()) {
            return urgent.poll();
        }
        return looksUnderWay < mostLooks.getAsInt() ? routine.poll() : null;
    }

    private void ended(Pending read) {
        synchronized (this) {
            underWay--;
            looksUnderWay -= read.isUrgent ? 0 : 1;
        }
        loop.runOnContext(go -> begin());
    }
}
