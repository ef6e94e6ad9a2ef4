package io.asyncrpc.gateway.route;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer that is good for a while; however many ask, one question at a time is on its way. */
public final class Kept<T> {
    private final Supplier<Future<T>> question;
    private final long keepNanos;
    private @Nullable Future<T> answer;
    private long askedAt;

    public Kept(Duration keep, Supplier<Future<T>> question) {
        this.keepNanos = keep.toNanos();
        this.question = question;
    }

    /** A failure is kept like any other answer, so that what is down is not also flooded. */
    public synchronized Future<T> get() {
        Future<T> known = answer;
        if (known != null && (!known.isComplete() || System.nanoTime() - askedAt < keepNanos)) {
            return known;
        }
        askedAt = System.nanoTime();
        answer = question.get();
        return answer;
    }
}
