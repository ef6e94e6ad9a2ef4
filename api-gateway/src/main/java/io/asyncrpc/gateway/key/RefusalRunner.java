package io.asyncrpc.gateway.key;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Tells the core how many logins were refused for which reason since it was told last, for the audit log. However many come,
 * that is a few entries; what could not be told is told the next time.
 */
final class RefusalRunner {
    static final long EVERY_MILLIS = 10_000;

    /** Here the fault is ours. */
    private static final Set<String> NOT_REFUSED = Set.of("keys_away", "keys_unchecked");

    private final MeterRegistry metrics;
    private final Function<JsonObject, Future<Void>> core;
    private final Map<String, Long> told = new TreeMap<>();
    private boolean isTelling;

    RefusalRunner(MeterRegistry metrics, Function<JsonObject, Future<Void>> core) {
        this.metrics = metrics;
        this.core = core;
    }

    synchronized void run() {
        Map<String, Long> now = counts();
        Optional<JsonObject> news = isTelling ? Optional.empty() : news(now);
        if (news.isPresent()) {
            isTelling = true;
            core.apply(news.get()).onComplete(answer -> end(answer.succeeded() ? now : Map.of()));
        }
    }

    private synchronized void end(Map<String, Long> heard) {
        isTelling = false;
        told.putAll(heard);
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        for (Counter counter : metrics.find("gateway.token.refused").counters()) {
            String reason = String.valueOf(counter.getId().getTag("reason"));
            if (!NOT_REFUSED.contains(reason)) {
                counts.put(reason, (long) counter.count());
            }
        }
        return counts;
    }

    /** {@code docs/contracts/refused-logins.v1.json} */
    private Optional<JsonObject> news(Map<String, Long> now) {
        JsonArray items = new JsonArray();
        now.forEach((reason, count) -> {
            long more = count - told.getOrDefault(reason, 0L);
            if (more > 0) {
                items.add(new JsonObject().put("reason", reason).put("count", more));
            }
        });
        return items.isEmpty()
                ? Optional.empty()
                : Optional.of(new JsonObject().put("v", 1).put("items", items));
    }
}
