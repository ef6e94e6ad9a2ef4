package io.asyncrpc.gateway.wait;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** The service that owns what is waited for. */
public interface Upstream {
    /** A service's word whether what it shows will never change again; it does not pass the door. */
    String FINAL = "Task-Final";

    /** Passes the caller's request on. Only an answer is given to the taker; the lack of one is told to the caller. */
    void forward(RoutingContext context, Buffer body, Consumer<HttpClientResponse> taker);

    /** Passes an answer on to the caller as it streams. */
    void relay(RoutingContext context, HttpClientResponse answer, int status);

    /** Asks over the connections of those who wait. Must be called on an event loop; fails if there is no answer. */
    Future<Answer> read(Question question);

    /** Asks like an ordinary request, and passes a 200 on as it streams; {@code otherwise} is run if there is none. */
    void stream(
            RoutingContext context, Question question, ToIntFunction<HttpClientResponse> status, Runnable otherwise);

    /** The headers of an answer that pass the door. */
    MultiMap outwards(HttpClientResponse answer);

    static boolean isFinal(HttpClientResponse answer) {
        return "true".equalsIgnoreCase(answer.getHeader(FINAL));
    }
}
