package io.asyncrpc.core.database;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One statement for all who ask at the same time: while as many as allowed are on their way to the database, and until the
 * pace allows the next, what is asked is gathered. Who asks alone never waits, and the busier it gets, the less each costs. Every statement begins after it was asked for, so that it sees what was committed before. From any
 * thread.
 *
 * @param <Q> what is asked
 * @param <A> what is answered; never {@code null}
 */
public final class SharedStatement<Q, A> {
    /** After so many statements with one question each there is nothing to gather: who asks one after the other is not held. */
    private static final int ALONE = 8;

    private final Vertx vertx;
    private final Limits limits;
    private final Function<Q, Set<?>> own;
    private final Function<List<Q>, Uni<Function<Q, A>>> statement;
    private final List<Asked<Q, A>> waiting = new LinkedList<>();
    private int underWay;
    private long nextAt = System.nanoTime();
    private boolean paused;
    private int alone = ALONE;

    /**
     * @param together questions of one statement at most
     * @param underWay statements at a time
     * @param pace least time from the beginning of a statement to that of the next, as long as several ask at the same time, and
     *     unless it left some behind; whole milliseconds
     */
    public record Limits(int together, int underWay, Duration pace) {
        public Limits(int together, int underWay) {
            this(together, underWay, Duration.ZERO);
        }
    }

    /** @param context where the answer is wanted */
    private record Asked<Q, A>(Q question, UniEmitter<? super A> answer, Context context) {}

    /** @param statement asks all, in their order, and says what the answer to each is; all who asked hear of its failure */
    public SharedStatement(Vertx vertx, Limits limits, Function<List<Q>, Uni<Function<Q, A>>> statement) {
        this(vertx, limits, question -> Set.of(), statement);
    }

    /** @param own what no two questions of one statement may have in common; they keep their order */
    public SharedStatement(
            Vertx vertx, Limits limits, Function<Q, Set<?>> own, Function<List<Q>, Uni<Function<Q, A>>> statement) {
        this.vertx = vertx;
        this.limits = limits;
        this.own = own;
        this.statement = statement;
    }

    /** Ends on the Vert.x context of who subscribes. */
    public Uni<A> ask(Q question) {
        return Uni.createFrom().emitter(answer -> {
            Context context = vertx.getOrCreateContext();
            add(new Asked<>(question, answer, context));
            begin();
        });
    }

    private synchronized void add(Asked<Q, A> asked) {
        waiting.add(asked);
    }

    private void begin() {
        for (List<Asked<Q, A>> asked = take(); !asked.isEmpty(); asked = take()) {
            begin(asked);
        }
    }

    private void begin(List<Asked<Q, A>> asked) {
        Uni.createFrom()
                .deferred(() ->
                        statement.apply(asked.stream().map(Asked::question).toList()))
                .onTermination()
                .invoke(this::end)
                .subscribe()
                .with(answers -> answer(asked, answers), failure -> fail(asked, failure));
    }

    private synchronized List<Asked<Q, A>> take() {
        if (underWay == limits.underWay() || waiting.isEmpty() || isTooEarly()) {
            return List.of();
        }
        List<Asked<Q, A>> taken = new ArrayList<>();
        Set<Object> owned = new HashSet<>();
        Iterator<Asked<Q, A>> queue = waiting.iterator();
        while (queue.hasNext() && taken.size() < limits.together()) {
            Asked<Q, A> next = queue.next();
            Set<?> its = own.apply(next.question());
            if (Collections.disjoint(owned, its)) {
                taken.add(next);
                queue.remove();
            }
            owned.addAll(its);
        }
        underWay++;
        alone = taken.size() == 1 ? alone + 1 : 0;
        boolean isHeld = waiting.isEmpty() && alone < ALONE;
        nextAt = System.nanoTime() + (isHeld ? limits.pace().toNanos() : 0);
        return taken;
    }

    private boolean isTooEarly() {
        long millis = TimeUnit.NANOSECONDS.toMillis(nextAt - System.nanoTime() + 999_999);
        if (millis > 0 && !paused) {
            paused = true;
            vertx.setTimer(millis, now -> resume());
        }
        return millis > 0;
    }

    private void resume() {
        synchronized (this) {
            paused = false;
        }
        beginNext();
    }

    private void end() {
        synchronized (this) {
            underWay--;
        }
        beginNext();
    }

    /** Where it is asked from: those of the one before have nothing to do with it. */
    private void beginNext() {
        Context next = null;
        synchronized (this) {
            if (!waiting.isEmpty()) {
                next = waiting.getFirst().context();
            }
        }
        if (next != null) {
            next.runOnContext(now -> begin());
        }
    }

    private static <Q, A> void answer(List<Asked<Q, A>> all, Function<Q, A> answers) {
        all.forEach(asked -> asked.context().runOnContext(now -> {
            try {
                asked.answer().complete(answers.apply(asked.question()));
            } catch (RuntimeException e) {
                asked.answer().fail(e);
            }
        }));
    }

    private static <Q, A> void fail(List<Asked<Q, A>> all, Throwable failure) {
        all.forEach(asked -> asked.context().runOnContext(now -> asked.answer().fail(failure)));
    }
}
