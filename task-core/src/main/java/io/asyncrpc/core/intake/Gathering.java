package io.asyncrpc.core.intake;

import io.asyncrpc.core.dispatch.Pace;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * Messages that came while a batch was on its way, or just after one began; all of them are the next one. So the first
 * message after a pause never waits, and under load batches grow by themselves, where batches cut by time stay as small as
 * they once were: what is acknowledged together is delivered together.
 */
public final class Gathering<T> {
    private final Limits limits;
    private final ToIntFunction<T> bytesOf;
    private final LongSupplier nanoTime;
    private final Queue<T> waiting = new ArrayDeque<>();
    private long tookAt;
    private long nextAt;

    /**
     * @param messages most of one batch
     * @param bytes most of one batch, unless its first message alone has more
     * @param pace least time from the beginning of a batch to that of the next; half of it if the work on a batch is short
     */
    public record Limits(int messages, int bytes, Duration pace) {}

    /**
     * What became of a stream's batches, which are worked on one after another. What was gathered is forgotten when the
     * stream begins anew.
     *
     * @param context where the work on a batch begins; who adds a message only wakes it when there was nothing to do
     */
    public static <T, R> Multi<R> inBatches(
            Multi<T> messages,
            Limits limits,
            ToIntFunction<T> bytesOf,
            Context context,
            Function<List<T>, Uni<R>> work) {
        return Multi.createFrom().deferred(() -> {
            Gathering<T> gathering = new Gathering<>(limits, bytesOf, System::nanoTime);
            return messages.onItem()
                    .invoke(gathering::add)
                    .onOverflow() // each is only a sign that something waits
                    .dropPreviousItems()
                    .emitOn(command -> context.runOnContext(now -> command.run()), 1)
                    .onItem()
                    .transformToMultiAndConcatenate(sign -> gathering.takeAll(context, work));
        });
    }

    Gathering(Limits limits, ToIntFunction<T> bytesOf, LongSupplier nanoTime) {
        this.limits = limits;
        this.bytesOf = bytesOf;
        this.nanoTime = nanoTime;
        this.nextAt = nanoTime.getAsLong();
    }

    synchronized void add(T message) {
        waiting.add(message);
    }

    private <R> Multi<R> takeAll(Context context, Function<List<T>, Uni<R>> work) {
        return Multi.createBy()
                .repeating()
                .uni(() -> takeNext(context, work))
                .whilst(Optional::isPresent)
                .onItem()
                .transformToIterable(result -> result.stream().toList());
    }

    /** Empty if nothing waits. */
    private <R> Uni<Optional<R>> takeNext(Context context, Function<List<T>, Uni<R>> work) {
        return inTime(context)
                .map(now -> take())
                .chain(batch -> batch.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : work.apply(batch).onTermination().invoke(this::done).map(Optional::of));
    }

    /** The work on the batch that was taken last. */
    synchronized void done() {
        long now = nanoTime.getAsLong();
        nextAt = Math.min(nextAt, tookAt + Pace.between(now - tookAt, limits.pace()));
    }

    private Uni<Void> inTime(Context context) {
        Duration pause = pause();
        return pause.isZero()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .emitter(due -> context.runOnContext(
                                now -> context.owner().setTimer(pause.toMillis(), id -> due.complete(null))));
    }

    /** Whole milliseconds, rounded up. */
    synchronized Duration pause() {
        long nanos = nextAt - nanoTime.getAsLong();
        return waiting.isEmpty() || nanos <= 0 ? Duration.ZERO : Duration.ofMillis((nanos + 999_999) / 1_000_000);
    }

    /** The next batch, in order of arrival; empty if nothing waits. */
    synchronized List<T> take() {
        List<T> batch = new ArrayList<>();
        int bytes = 0;
        for (T first = waiting.peek(); first != null; first = waiting.peek()) {
            bytes += bytesOf.applyAsInt(first);
            if (batch.size() == limits.messages() || (!batch.isEmpty() && bytes > limits.bytes())) {
                break;
            }
            batch.add(waiting.remove());
        }
        if (batch.isEmpty()) {
            return batch;
        }
        // What is full is followed at once: waiting would gather nothing more.
        tookAt = nanoTime.getAsLong();
        nextAt = tookAt + (waiting.isEmpty() ? limits.pace().toNanos() : 0);
        return batch;
    }
}
