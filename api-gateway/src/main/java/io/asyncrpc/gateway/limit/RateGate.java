package io.asyncrpc.gateway.limit;

import io.asyncrpc.gateway.problem.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Refuses what comes too fast, before anything of it is read. */
@Singleton
public class RateGate {
    private final RateLimit limit;
    private final Counter refused;

    RateGate(RateConfig config, MeterRegistry metrics) {
        this.limit = new RateLimit(config, System::nanoTime);
        this.refused = metrics.counter("gateway.refused", "limit", "rate");
    }

    public Optional<Problem> refuse(String organisation) {
        long seconds = limit.take(organisation);
        if (seconds == 0) {
            return Optional.empty();
        }
        refused.increment();
        return Optional.of(Problem.rateLimited("Your organisation asks too much at once.", seconds));
    }
}
