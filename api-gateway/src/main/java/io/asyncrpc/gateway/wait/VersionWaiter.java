package io.asyncrpc.gateway.wait;

import io.vertx.core.http.HttpClientResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Waits until there is another version than the caller knows ({@code If-None-Match}); else 304. */
final class VersionWaiter extends Waiter {
    private final Question question;
    private @Nullable String etag;

    VersionWaiter(Visit visit, Hall hall, String id, Question question) {
        super(visit, hall, id, false);
        this.question = question;
    }

    @Override
    Question question(boolean isWoken) {
        return question;
    }

    @Override
    boolean isWokenBy(Change change) {
        return !Objects.requireNonNull(question.known()).contains("\"" + change.version() + "\"");
    }

    @Override
    void judge(Answer answer) {
        if (answer.isUnchanged()) {
            etag = answer.etag();
        } else if (answer.body() == null) {
            stream(question, HttpClientResponse::statusCode, this::tooLate);
        } else {
            answer(answer, 200);
        }
    }

    /** It was there a moment ago. */
    private void tooLate() {
        io.asyncrpc.gateway.problem.ProblemWriter.write(context.response(), away());
    }

    @Override
    void giveUp() {
        settle();
    }

    @Override
    void settle() {
        if (etag == null) {
            unavailable();
        } else {
            notModified(etag);
        }
    }

    @Override
    void refused(Answer answer) {
        answer(answer, answer.status());
    }

    @Override
    boolean knowsEnough() {
        return etag != null;
    }
}
