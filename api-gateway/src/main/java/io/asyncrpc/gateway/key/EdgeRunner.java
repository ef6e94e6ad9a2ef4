package io.asyncrpc.gateway.key;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Tells the core what one edge has counted of logins that it refused, when that is another number than before. The edge
 * counts on whether or not it is asked, and the core knows what it was told, by whichever gateway.
 */
final class EdgeRunner {
    private static final Logger LOG = Logger.getLogger(EdgeRunner.class);

    private final String name;
    private final Supplier<Future<JsonObject>> edge;
    private final Function<JsonObject, Future<Void>> core;
    private JsonObject told = new JsonObject();
    private boolean isTelling;
    private boolean isAway;

    /** @param name of the edge, the same in all gateways */
    EdgeRunner(String name, Supplier<Future<JsonObject>> edge, Function<JsonObject, Future<Void>> core) {
        this.name = name;
        this.edge = edge;
        this.core = core;
    }

    synchronized void run() {
        if (!isTelling) {
            isTelling = true;
            edge.get().compose(this::tell).onComplete(this::end);
        }
    }

    private synchronized Future<Void> tell(JsonObject counted) {
        JsonObject news = counted.copy().put("name", name);
        if (news.equals(told) || news.getJsonArray("items", new JsonArray()).isEmpty()) {
            return Future.succeededFuture();
        }
        return core.apply(news).onSuccess(heard -> remember(news));
    }

    private synchronized void remember(JsonObject news) {
        told = news;
    }

    private synchronized void end(AsyncResult<Void> result) {
        isTelling = false;
        if (result.failed() && !isAway) {
            LOG.warnf(
                    "what the edge refused is told later edge=%s reason=%s",
                    name, result.cause().getMessage());
        }
        isAway = result.failed();
    }
}
