package io.asyncrpc.gateway.read;

import io.asyncrpc.gateway.wait.Answer;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/**
 * One read that goes with others.
 *
 * @param unless {@code If-None-Match}
 * @param kept what need not be sent again
 * @param isToBeKept whether the answer may be asked for again
 * @param since {@link System#nanoTime} when it was asked
 * @param context where the answer is wanted
 */
record Asked(
        String id,
        @Nullable String unless,
        KeptAnswers.@Nullable Kept kept,
        boolean isToBeKept,
        long since,
        Context context,
        Promise<Answer> answer) {

    void complete(Answer given) {
        context.runOnContext(go -> answer.complete(given));
    }

    void fail(Throwable cause) {
        context.runOnContext(go -> answer.fail(cause));
    }
}
