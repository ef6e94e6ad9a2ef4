package io.asyncrpc.gateway.key;

import io.asyncrpc.gateway.limit.RateLimit;
import io.asyncrpc.gateway.security.Caller;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * What is known of keys. Looking never waits; asking is somebody else's time, once for each key however many use it. Who
 * tries keys out neither makes those forgotten that are good, nor reaches the core more often than allowed.
 */
final class ApiKeys {
    private static final Logger LOG = Logger.getLogger(ApiKeys.class);
    private static final Duration FAILURE = Duration.ofSeconds(1);

    private final KeySource source;
    private final HouseSigner signer;
    private final ApiKeyConfig config;
    private final InstantSource clock;
    private final RateLimit strangers;
    private final Map<String, Good> good;
    private final Map<String, Bad> bad;
    private final Map<String, Future<Void>> asked = new HashMap<>();
    private boolean isAway;

    private record Good(KeyAnswer.Good answer, HouseToken token, Instant until) {}

    private record Bad(KeyRefusal why, Instant until) {}

    /** What became of looking at a key. */
    sealed interface Found {
        /** @param token for the core */
        record Vouched(Caller caller, String token) implements Found {}

        record Not(KeyRefusal why) implements Found {}
    }

    ApiKeys(KeySource source, HouseSigner signer, ApiKeyConfig config, InstantSource clock) {
        this.source = source;
        this.signer = signer;
        this.config = config;
        this.clock = clock;
        this.strangers = new RateLimit(
                config.strangersPerSecond(), config.strangersBurst(), 1, () -> clock.millis() * 1_000_000);
        this.good = remembering(config.most());
        this.bad = remembering(config.most());
    }

    private static <V> Map<String, V> remembering(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /** By what is known now. A key of which nothing is known is one too many (see {@link #learn}). */
    synchronized Found find(String hash) {
        Instant now = clock.instant();
        Bad refused = bad.get(hash);
        if (refused != null && now.isBefore(refused.until)) {
            return new Found.Not(refused.why);
        }
        Good known = good.get(hash);
        if (known == null || !now.isBefore(known.until)) {
            return new Found.Not(KeyRefusal.KEY_FLOOD);
        }
        return now.isBefore(known.answer.expiresAt())
                ? new Found.Vouched(known.answer.caller(), known.token.at(now))
                : new Found.Not(KeyRefusal.KEY_EXPIRED);
    }

    /** Asks for what is not known, unless too much is asked; ends when it is known, or that the core does not tell. */
    synchronized Future<Void> learn(String hash) {
        Instant now = clock.instant();
        Good known = good.get(hash);
        Bad refused = bad.get(hash);
        if (known != null && now.isBefore(known.until) || refused != null && now.isBefore(refused.until)) {
            return Future.succeededFuture();
        }
        Future<Void> going = asked.get(hash);
        if (going != null) {
            return going;
        }
        if (known == null && strangers.take("all").retry() > 0) {
            return Future.succeededFuture();
        }
        Promise<Void> end = Promise.promise();
        asked.put(hash, end.future());
        source.whose(hash).onComplete(answer -> {
            take(hash, answer);
            end.complete();
        });
        return end.future();
    }

    private synchronized void take(String hash, AsyncResult<KeyAnswer> said) {
        asked.remove(hash);
        tell(said);
        Instant now = clock.instant();
        if (said.failed()) {
            bad.put(hash, new Bad(KeyRefusal.KEYS_UNCHECKED, now.plus(FAILURE)));
            return;
        }
        switch (said.result()) {
            case KeyAnswer.Bad refused -> {
                good.remove(hash);
                bad.put(hash, new Bad(refused.why(), now.plus(config.keepRefused())));
            }
            case KeyAnswer.Good known -> {
                bad.remove(hash);
                good.put(hash, new Good(known, token(hash, known), now.plus(config.keep())));
            }
        }
    }

    private HouseToken token(String hash, KeyAnswer.Good known) {
        Good before = good.get(hash);
        return before != null && before.answer.caller().equals(known.caller())
                ? before.token
                : HouseToken.ofKey(
                        signer,
                        known.caller().subject(),
                        known.caller().organisation(),
                        known.caller().role());
    }

    private void tell(AsyncResult<KeyAnswer> said) {
        if (said.failed() != isAway) {
            isAway = said.failed();
            if (isAway) {
                LOG.warnf("API keys cannot be checked reason=%s", said.cause().getMessage());
            } else {
                LOG.info("API keys are checked again");
            }
        }
    }
}
