package io.asyncrpc.gateway.wait;

import io.asyncrpc.gateway.problem.ProblemWriter;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/** Waits until what it looks at is final; else it is shown as it is then. Of what is not final, only the version is kept. */
final class FinalWaiter extends Waiter {
    /** Whatever there is: the first look only asks whether it is final, which costs the service much less than the whole. */
    private static final String ANY_VERSION = "*";

    private final Question whole;
    private @Nullable String etag = ANY_VERSION;

    FinalWaiter(Visit visit, Hall hall, String id, Question whole) {
        super(visit, hall, id, false);
        this.whole = whole;
    }

    @Override
    Question question(boolean isWoken) {
        return isWoken ? whole : whole.unless(etag);
    }

    @Override
    boolean isWokenBy(Change change) {
        return change.isFinal();
    }

    @Override
    void judge(Answer answer) {
        if (answer.isShown() && answer.isFinal()) {
            show(answer);
        } else if (answer.isFinal()) {
            // What is final and unchanged was shown to nobody yet; it is asked for whole.
            lookOnceMore();
        } else {
            etag = answer.etag();
        }
    }

    private void show(Answer answer) {
        if (answer.body() == null) {
            stream(whole, HttpClientResponse::statusCode, () -> ProblemWriter.write(context.response(), away()));
        } else {
            answer(answer, 200);
        }
    }

    @Override
    void giveUp() {
        lookWhole(whole, this::showLast);
    }

    @Override
    void settle() {
        unavailable();
    }

    private void showLast(AsyncResult<Answer> last) {
        if (last.failed()) {
            unavailable();
        } else if (last.result().isShown()) {
            show(last.result());
        } else {
            answer(last.result(), last.result().status());
        }
    }

    @Override
    void refused(Answer answer) {
        answer(answer, answer.status());
    }

    @Override
    boolean knowsEnough() {
        return true;
    }
}
