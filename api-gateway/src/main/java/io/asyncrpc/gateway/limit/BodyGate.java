package io.asyncrpc.gateway.limit;

import io.asyncrpc.gateway.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/**
 * Gathers a whole body before any service hears of the request: too large a body never gets past the door, even if it
 * is sent in chunks of unknown number, and a slow sender never holds a connection to a service.
 */
@Singleton
public class BodyGate {
    private final Vertx vertx;
    private final long maxBytes;
    private final long patienceMillis;
    private final long farewellMillis;

    BodyGate(Vertx vertx, BodyConfig config) {
        this.vertx = vertx;
        this.maxBytes = config.maxSize().asLongValue();
        this.patienceMillis = config.patience().toMillis();
        this.farewellMillis = config.farewell().toMillis();
    }

    /** Must be called before the event loop gets the thread back, or the body is lost. */
    public Future<Gathered> gather(HttpServerRequest request) {
        if (declaredLength(request) > maxBytes) {
            return Future.succeededFuture(tooLarge());
        }
        if (!hasBody(request)) {
            return Future.succeededFuture(new Gathered.Whole(Buffer.buffer()));
        }
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            request.response().writeContinue();
        }
        return read(request);
    }

    /** Lets the rest of a refused body run into the sand, and hangs up if it does not end soon. */
    public void discard(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        long timer =
                vertx.setTimer(farewellMillis, expired -> request.connection().close());
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(ended -> vertx.cancelTimer(timer));
        request.handler(chunk -> {});
        request.resume();
    }

    private Future<Gathered> read(HttpServerRequest request) {
        Promise<Gathered> gathered = Promise.promise();
        Buffer body = Buffer.buffer();
        long timer = vertx.setTimer(patienceMillis, expired -> gathered.tryComplete(tooSlow()));
        request.exceptionHandler(gathered::tryFail);
        request.endHandler(end -> gathered.tryComplete(new Gathered.Whole(body)));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > maxBytes) {
                gathered.tryComplete(tooLarge());
            } else {
                body.appendBuffer(chunk);
            }
        });
        return gathered.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private Gathered tooLarge() {
        return new Gathered.Refused(Problem.tooLarge(maxBytes));
    }

    private static Gathered tooSlow() {
        return new Gathered.Refused(Problem.malformed("The body did not arrive in time."));
    }

    private static boolean hasBody(HttpServerRequest request) {
        return declaredLength(request) > 0 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** Not a number cannot happen: the HTTP decoder refuses such a request. */
    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }
}
