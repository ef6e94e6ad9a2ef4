package io.asyncrpc.gateway.route;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer that is good for a while; however many ask, one question at a time is on its way. */
public final class Kept<T> {
    private static final long FAILURE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<Future<T>> question;
    private final long keepNanos;
    private @Nullable Future<T> answer;
    private volatile @Nullable Future<T> lastGood;
    private long askedAt;

    public Kept(Duration keep, Supplier<Future<T>> question) {
        this.keepNanos = keep.toNanos();
        this.question = question;
    }

    /** A failure is kept too, so that what is down is not also flooded, but no longer than a second. */
    public synchronized Future<T> get() {
        Future<T> known = answer;
        if (known != null && (!known.isComplete() || isFresh(known))) {
            return known;
        }
        askedAt = System.nanoTime();
        Future<T> asked = question.get();
        answer = asked;
        asked.onSuccess(good -> lastGood = asked);
        return asked;
    }

    /** The last good answer, however old, instead of a failure. */
    public Future<T> getOrLast() {
        return get().recover(cause -> {
            Future<T> last = lastGood;
            return last == null ? Future.failedFuture(cause) : last;
        });
    }

    private boolean isFresh(Future<T> known) {
        long keep = known.failed() ? Math.min(keepNanos, FAILURE_NANOS) : keepNanos;
        return System.nanoTime() - askedAt < keep;
    }
}
