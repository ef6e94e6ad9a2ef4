package io.asyncrpc.gateway.wait;

import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.problem.ProblemWriter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToIntFunction;

/**
 * One caller who waits. It is woken from the moment it is made, and looks only then, so nothing can happen in between; it
 * has one read under way at most, and one more after it if it was woken meanwhile. A read that nothing was the cause of may be
 * held up for seconds by those of others, so it is given up when there is one. Confined to its caller's event loop.
 */
abstract sealed class Waiter permits VersionWaiter, EndWaiter {
    private static final long NO_TIMER = -1;

    protected final Visit visit;
    protected final RoutingContext context;
    private final Hall hall;
    private final String id;
    private final Context loop;
    private final long start = System.nanoTime();
    private long timeOver = NO_TIMER;
    private long nextLook = NO_TIMER;
    private long lastMoment = NO_TIMER;
    private WaitMetrics.End end = WaitMetrics.End.ANSWERED;
    private boolean hasAnAnswer;
    /** A read with a cause: one that just looks is waited for by nobody. */
    private boolean isReading;

    private volatile int turn;
    private boolean isWokenMeanwhile;
    private boolean isEnding;
    private volatile boolean isAnswered;

    /** @param hasAnAnswer so that trouble of the service is no reason to stop */
    Waiter(Visit visit, Hall hall, String id, boolean hasAnAnswer) {
        this.hasAnAnswer = hasAnAnswer;
        this.visit = visit;
        this.context = visit.context();
        this.hall = hall;
        this.id = id;
        this.loop = hall.vertx().getOrCreateContext();
    }

    /**
     * What is to be read to see whether there is anything new.
     *
     * @param isWoken by a change that matters, so that what is known is not what will be read
     */
    abstract Question question(boolean isWoken);

    /** Whether a change can matter; a hint, which may be wrong in favour of looking. */
    abstract boolean isWokenBy(Change change);

    /** Looks at 200 or 304, and answers if that is what was waited for. */
    abstract void judge(Answer answer);

    /** Answers with what is true now, which may need a last look. */
    abstract void giveUp();

    /** Answers without another look. */
    abstract void settle();

    /** Answers when the service refuses the question. */
    abstract void refused(Answer answer);

    /** Whether it may end without the answer to a read under way. */
    abstract boolean knowsEnough();

    final void begin() {
        hall.waiters().add(id, this);
        context.addEndHandler(this::leave);
        timeOver = hall.vertx()
                .setTimer(Duration.ofSeconds(visit.seconds()).toMillis(), over -> end(WaitMetrics.End.TIME_OVER));
        look(WaitMetrics.Cause.FIRST);
    }

    /** From any thread. */
    final void wake(Change change) {
        loop.runOnContext(go -> {
            if (isAnswered || isEnding || !isWokenBy(change)) {
                return;
            }
            if (isReading) {
                isWokenMeanwhile = true;
            } else {
                look(WaitMetrics.Cause.WOKEN);
            }
        });
    }

    /** The door closes: from any thread. */
    final void close() {
        loop.runOnContext(go -> {
            if (!isAnswered) {
                visit.askAgain();
            }
            end(WaitMetrics.End.CLOSING);
        });
    }

    /** The door is closed, and there is no time for the truth: from any thread. */
    final void turnOut() {
        loop.runOnContext(go -> settle());
    }

    /** While an answer is judged: what was read says that the whole is worth reading now. */
    protected final void lookOnceMore() {
        isWokenMeanwhile = true;
    }

    private void look(WaitMetrics.Cause cause) {
        int mine = nextTurn();
        isReading = cause != WaitMetrics.Cause.ROUTINE;
        hall.vertx().cancelTimer(nextLook);
        hall.metrics().looks(cause);
        hall.reads()
                .read(
                        visit.upstream(),
                        question(cause == WaitMetrics.Cause.WOKEN),
                        isReading,
                        () -> isWaiting() && turn == mine)
                .onComplete(answer -> loop.runOnContext(go -> {
                    if (turn == mine) {
                        looked(answer);
                    }
                }));
    }

    /** From now on nobody wants the read before. */
    private int nextTurn() {
        int next = turn + 1;
        turn = next;
        return next;
    }

    /** From any thread. */
    private boolean isWaiting() {
        return !isAnswered;
    }

    private void looked(AsyncResult<Answer> result) {
        isReading = false;
        if (isAnswered) {
            return;
        }
        if (result.succeeded()) {
            take(result.result());
        }
        if (isAnswered) {
            return;
        }
        if (isEnding) {
            giveUp();
        } else if (isWokenMeanwhile) {
            isWokenMeanwhile = false;
            look(WaitMetrics.Cause.WOKEN);
        } else {
            boolean isWell = result.succeeded() && !result.result().isTrouble();
            nextLook = hall.vertx()
                    .setTimer(
                            pause(
                                    isWell
                                            ? hall.config().lookAgain()
                                            : hall.config().tryAgain()),
                            again -> look(WaitMetrics.Cause.ROUTINE));
        }
    }

    private void take(Answer answer) {
        if (answer.isShown() || answer.isUnchanged()) {
            judge(answer);
        } else if (!answer.isTrouble() || !hasAnAnswer) {
            refused(answer);
        }
        hasAnAnswer = true;
    }

    /** A tenth more or less, so that those who came together do not look together for ever. */
    private static long pause(Duration usual) {
        long millis = usual.toMillis();
        return millis - millis / 10 + ThreadLocalRandom.current().nextLong(millis / 5 + 1);
    }

    private void end(WaitMetrics.End why) {
        if (isAnswered || isEnding) {
            return;
        }
        isEnding = true;
        end = why;
        hall.vertx().cancelTimer(nextLook);
        lastMoment = hall.vertx().setTimer(hall.config().lastLook().toMillis(), passed -> settle());
        if (!isReading) {
            nextTurn();
        }
        if (!isReading || knowsEnough()) {
            giveUp();
        }
    }

    /** One last look, at the whole. */
    protected final void lookWhole(Question question, java.util.function.Consumer<AsyncResult<Answer>> taker) {
        hall.reads()
                .read(visit.upstream(), question, true, this::isWaiting)
                .onComplete(answer -> loop.runOnContext(go -> {
                    if (!isAnswered) {
                        taker.accept(answer);
                    }
                }));
    }

    protected final void answer(Answer answer, int status) {
        HttpServerResponse response = begun(status < 400);
        if (response != null) {
            answer.write(response, status);
        }
    }

    /** What is too large to be kept is asked for again, and streams through. */
    protected final void stream(Question question, ToIntFunction<HttpClientResponse> status, Runnable otherwise) {
        if (begun(false) != null) {
            visit.upstream().stream(
                    context,
                    question,
                    answer -> {
                        visit.grant();
                        return status.applyAsInt(answer);
                    },
                    otherwise);
        }
    }

    protected final void notModified(String etag) {
        HttpServerResponse response = begun(true);
        if (response != null) {
            response.putHeader("ETag", etag).setStatusCode(304).end();
        }
    }

    protected final void unavailable() {
        HttpServerResponse response = begun(false);
        if (response != null) {
            ProblemWriter.write(response, away());
        }
    }

    static Problem away() {
        return Problem.unavailable("The service does not answer.");
    }

    private @org.jspecify.annotations.Nullable HttpServerResponse begun(boolean isGranted) {
        if (isAnswered || visit.isOver()) {
            return null;
        }
        isAnswered = true;
        if (isGranted) {
            visit.grant();
        }
        return context.response();
    }

    private void leave(AsyncResult<Void> left) {
        isAnswered = true;
        hall.vertx().cancelTimer(timeOver);
        hall.vertx().cancelTimer(nextLook);
        hall.vertx().cancelTimer(lastMoment);
        hall.waiters().remove(id, this);
        hall.metrics().ended(left.failed() ? WaitMetrics.End.HUNG_UP : end, System.nanoTime() - start);
    }
}
