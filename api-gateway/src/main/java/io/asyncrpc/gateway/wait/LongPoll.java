package io.asyncrpc.gateway.wait;

import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.problem.ProblemWriter;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/** Gives those who are willing to wait a seat, and their answers when the door closes. */
@Singleton
public class LongPoll {
    private static final long LOOK_MILLIS = 20;

    private final Hall hall;
    private final AtomicLong room;
    private volatile boolean isClosing;

    LongPoll(Hall hall) {
        this.hall = hall;
        this.room = new AtomicLong(hall.config().keptAccepted().asLongValue());
    }

    /** A GET of one thing: until its version differs from those in {@code If-None-Match}, or without, until it is final. */
    public void read(Visit visit, String id) {
        if (visit.seconds() == 0 || isClosing) {
            visit.grant();
            hint(visit);
            visit.upstream()
                    .forward(
                            visit.context(),
                            Buffer.buffer(),
                            answer -> visit.upstream().relay(visit.context(), answer, answer.statusCode()));
        } else if (isSeated(visit)) {
            HttpServerRequest request = visit.context().request();
            Question question = Question.of(request);
            Waiter waiter = question.known() == null
                    ? new FinalWaiter(visit, hall, id, question)
                    : new VersionWaiter(visit, hall, id, question);
            begin(waiter);
        }
    }

    /** A POST: what it made, if it makes anything, until that is final. A seat is needed before anything is made. */
    public void make(Visit visit, Buffer body) {
        if (visit.seconds() == 0 || isSeated(visit)) {
            visit.upstream().forward(visit.context(), body, answer -> made(visit, answer));
        }
    }

    private void made(Visit visit, HttpClientResponse answer) {
        if (visit.isOver()) {
            return; // and nothing that is taken from now on would be given back
        }
        MultiMap headers = visit.upstream().outwards(answer);
        String location = headers.get(HttpHeaders.LOCATION);
        boolean isAccepted = answer.statusCode() == 202 && location != null;
        if (isAccepted && Upstream.isFinal(answer)) {
            visit.grant();
            visit.upstream().relay(visit.context(), answer, 200);
        } else if (isAccepted && visit.seconds() > 0 && !isClosing && takeRoom(visit, answer)) {
            answer.body()
                    .onSuccess(body -> await(visit, location, new Answer(202, headers, body, false)))
                    .onFailure(broken -> visit.context().request().connection().close());
        } else {
            hint(visit);
            visit.upstream().relay(visit.context(), answer, answer.statusCode());
        }
    }

    private void hint(Visit visit) {
        if (isClosing && visit.seconds() > 0) {
            visit.askAgain();
        }
    }

    private void await(Visit visit, String location, Answer accepted) {
        if (!visit.isOver()) {
            String id = location.substring(location.lastIndexOf('/') + 1);
            Question question = Question.of(visit.context().request().headers(), location, null);
            begin(new AcceptedWaiter(visit, hall, id, question, accepted));
        }
    }

    /** Whoever comes while the others are told that the door closes is told too. */
    private void begin(Waiter waiter) {
        waiter.begin();
        if (isClosing) {
            waiter.close();
        }
    }

    /** Without room nothing waits: a wish may be passed over, an accepted thing may not be refused. */
    private boolean takeRoom(Visit visit, HttpClientResponse answer) {
        String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return false;
        }
        long bytes = Long.parseLong(length);
        if (room.addAndGet(-bytes) < 0) {
            room.addAndGet(bytes);
            return false;
        }
        visit.context().addEndHandler(end -> room.addAndGet(bytes));
        return true;
    }

    private boolean isSeated(Visit visit) {
        if (visit.isOver()) {
            return false;
        }
        if (!hall.waiters().enter(visit.organisation())) {
            hall.metrics().refused();
            ProblemWriter.write(visit.context().response(), Problem.rateLimited("Too many requests wait already.", 1));
            return false;
        }
        visit.context().addEndHandler(end -> hall.waiters().leave(visit.organisation()));
        return true;
    }

    /** Before the door stops to listen, all who wait get what is true now, and ask again elsewhere. */
    void close(@Observes ShutdownDelayInitiatedEvent closing) throws InterruptedException {
        isClosing = true;
        hall.waiters().all().forEach(Waiter::close);
        long end = System.nanoTime() + hall.config().farewell().toNanos();
        while (hall.waiters().isAnyone() && System.nanoTime() < end) {
            Thread.sleep(LOOK_MILLIS);
        }
        hall.waiters().all().forEach(Waiter::turnOut);
    }
}
