package io.asyncrpc.gateway.wait;

import io.asyncrpc.gateway.problem.ProblemWriter;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpClientResponse;

/** Waits for the end of what the caller asks for, and knows nothing of it yet. */
final class FinalWaiter extends EndWaiter {
    /** Whatever there is: the first look only asks whether it is final, which costs the service much less than the whole. */
    private static final String ANY_VERSION = "*";

    FinalWaiter(Visit visit, Hall hall, String id, Question whole) {
        super(visit, hall, id, false, whole, ANY_VERSION);
    }

    @Override
    void show(Answer answer) {
        if (answer.body() == null) {
            stream(whole, HttpClientResponse::statusCode, () -> ProblemWriter.write(context.response(), away()));
        } else {
            answer(answer, 200);
        }
    }

    @Override
    void settle() {
        unavailable();
    }

    @Override
    void showLast(AsyncResult<Answer> last) {
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
}
