package io.asyncrpc.gateway.limit;

import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.security.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Refuses what comes too fast, before anything of it is read, and tells everybody how much is left. */
@Singleton
public class RateGate {
    private static final String ORGANISATION = "organisation";
    private static final String CALLER = "caller";

    private final RateLimit organisations;
    private final RateLimit callers;
    private final RateLimit strangers;
    private final String policy;
    private final Counter refused;
    private final Counter refusedCallers;
    private final Counter refusedStrangers;

    @Inject
    RateGate(RateConfig config, MeterRegistry metrics) {
        this(config, metrics, System::nanoTime);
    }

    RateGate(RateConfig config, MeterRegistry metrics, LongSupplier nanoTime) {
        RateConfig.OfCaller caller = config.caller();
        this.organisations = new RateLimit(config.perSecond(), config.burst(), config.organisations(), nanoTime);
        this.callers = new RateLimit(caller.perSecond(), caller.burst(), caller.most(), nanoTime);
        this.strangers = new RateLimit(config.open().perSecond(), config.open().burst(), 1, nanoTime);
        this.policy = organisations.policy(ORGANISATION) + ", " + callers.policy(CALLER);
        this.refused = metrics.counter("gateway.refused", "limit", "rate");
        this.refusedStrangers = metrics.counter("gateway.refused", "limit", "open_rate");
        this.refusedCallers = metrics.counter("gateway.refused", "limit", "caller_rate");
    }

    /** What a caller is refused does not count against its organisation: the others have the rest. */
    public Standing take(Caller caller) {
        Rate own = callers.take(caller.organisation() + '\n' + caller.subject());
        if (own.retry() > 0) {
            refusedCallers.increment();
            Rate all = organisations.look(caller.organisation());
            return refuse("You ask too much at once.", own.retry(), headers(all, own));
        }
        Rate all = organisations.take(caller.organisation());
        if (all.retry() > 0) {
            refused.increment();
            return refuse("Your organisation asks too much at once.", all.retry(), headers(all, own));
        }
        return new Standing(headers(all, own), Optional.empty());
    }

    /** Of strangers, who all share one limit for what is open to everybody. */
    public Optional<Problem> takeOpen() {
        Rate all = strangers.take("all");
        if (all.retry() == 0) {
            return Optional.empty();
        }
        refusedStrangers.increment();
        return Optional.of(Problem.rateLimited("Too many ask for this at once.", all.retry()));
    }

    private static Standing refuse(String detail, long seconds, Map<String, String> headers) {
        return new Standing(
                headers, Optional.of(Problem.rateLimited(detail, seconds).with(headers)));
    }

    private Map<String, String> headers(Rate all, Rate own) {
        return Map.of("RateLimit-Policy", policy, "RateLimit", all.item(ORGANISATION) + ", " + own.item(CALLER));
    }
}
