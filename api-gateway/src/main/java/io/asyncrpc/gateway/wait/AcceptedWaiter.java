package io.asyncrpc.gateway.wait;

import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/**
 * Waits until what was accepted (202) is final (200); else it is shown as it is then. What was accepted never becomes an
 * error: the first answer is kept, and is given if there is no better one.
 */
final class AcceptedWaiter extends EndWaiter {
    private final Answer accepted;

    AcceptedWaiter(Visit visit, Hall hall, String id, Question whole, Answer accepted) {
        super(visit, hall, id, true, whole, accepted.etag());
        this.accepted = accepted;
    }

    @Override
    void show(Answer answer) {
        keepHeader(HttpHeaders.LOCATION);
        keepHeader("Idempotency-Replayed");
        if (answer.body() == null) {
            stream(whole, AcceptedWaiter::status, this::showAccepted);
        } else {
            answer(answer, answer.isFinal() ? 200 : 202);
        }
    }

    private void showAccepted() {
        visit.grant();
        accepted.write(context.response(), accepted.status());
    }

    private static int status(HttpClientResponse answer) {
        return Upstream.isFinal(answer) ? 200 : 202;
    }

    private void keepHeader(CharSequence name) {
        String value = accepted.headers().get(name);
        if (value != null && !visit.isOver()) {
            context.response().putHeader(name, value);
        }
    }

    @Override
    void settle() {
        answer(accepted, accepted.status());
    }

    @Override
    void showLast(AsyncResult<Answer> last) {
        if (last.succeeded() && last.result().isShown()) {
            show(last.result());
        } else {
            settle();
        }
    }

    @Override
    void refused(Answer answer) {
        settle();
    }
}
