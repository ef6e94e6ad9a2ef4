package io.asyncrpc.gateway.wait;

import io.vertx.core.AsyncResult;
import org.jspecify.annotations.Nullable;

/** Waits until what it looks at is final; else it is shown as it is then. Of what is not final, only the version is kept. */
abstract sealed class EndWaiter extends Waiter permits FinalWaiter, AcceptedWaiter {
    protected final Question whole;
    private @Nullable String etag;

    /** @param etag what need not be sent at the first look, as {@code If-None-Match} */
    EndWaiter(Visit visit, Hall hall, String id, boolean hasAnAnswer, Question whole, @Nullable String etag) {
        super(visit, hall, id, hasAnAnswer);
        this.whole = whole;
        this.etag = etag;
    }

    /** Answers with what was read whole. */
    abstract void show(Answer answer);

    /** Answers with the last look, whatever came of it. */
    abstract void showLast(AsyncResult<Answer> last);

    @Override
    final Question question(boolean isWoken) {
        return isWoken ? whole : whole.unless(etag);
    }

    @Override
    final boolean isWokenBy(Change change) {
        return change.isFinal();
    }

    @Override
    final void judge(Answer answer) {
        if (answer.isShown() && answer.isFinal()) {
            show(answer);
        } else if (answer.isFinal()) {
            // What is final and unchanged was shown to nobody yet; it is asked for whole.
            lookOnceMore();
        } else {
            etag = answer.etag();
        }
    }

    @Override
    final void giveUp() {
        lookWhole(whole, this::showLast);
    }

    @Override
    final boolean knowsEnough() {
        return true;
    }
}
