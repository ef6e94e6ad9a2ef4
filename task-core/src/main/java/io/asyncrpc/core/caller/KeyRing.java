package io.asyncrpc.core.caller;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The provider's keys as it last told them. Looking at them never waits; asking for them is somebody else's time, once at a
 * time however many want it. What cannot be read changes nothing: the keys we have stay, until they are too old.
 */
final class KeyRing implements Keys {
    private static final Logger LOG = Logger.getLogger(KeyRing.class);

    private final KeySource source;
    private final Set<Algorithm> algorithms;
    private final KeyConfig config;
    private final LongSupplier nanos;
    private final long start;

    private volatile @Nullable Told told;
    private @Nullable Future<Void> asking;
    private @Nullable Long asked;
    private boolean isAway;

    private record Told(KeySet keys, long at) {}

    /** @param nanos a clock that nobody can set */
    KeyRing(KeySource source, Set<Algorithm> algorithms, KeyConfig config, LongSupplier nanos) {
        this.source = source;
        this.algorithms = Set.copyOf(algorithms);
        this.config = config;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    @Override
    public Optional<KeySet> now() {
        Told last = told;
        return last != null && since(last.at).compareTo(config.keep()) < 0 ? Optional.of(last.keys) : Optional.empty();
    }

    /** Since the provider told its keys; since the start if it never did. */
    Duration age() {
        Told last = told;
        return since(last == null ? start : last.at);
    }

    /** Asks, or waits with those who asked already. */
    synchronized Future<Void> refresh() {
        if (asking != null) {
            return asking;
        }
        asked = nanos.getAsLong();
        Promise<Void> end = Promise.promise();
        asking = end.future();
        source.read().map(this::read).onComplete(answer -> {
            take(answer);
            if (answer.succeeded()) {
                end.complete();
            } else {
                end.fail(answer.cause());
            }
        });
        return end.future();
    }

    /** As {@link #refresh}, but not soon after it: strangers can name keys without end. */
    synchronized Future<Void> learn() {
        boolean isEarly = asking == null && asked != null && since(asked).compareTo(config.pause()) < 0;
        return isEarly ? Future.succeededFuture() : refresh();
    }

    private KeySet read(Buffer answer) {
        try {
            return KeySet.ofJwks(answer.toString(), algorithms);
        } catch (Exception e) {
            throw new IllegalStateException("it is no JWKS", e);
        }
    }

    /** Those who wait are told afterwards, so that they find the new keys. */
    private synchronized void take(io.vertx.core.AsyncResult<KeySet> answer) {
        asking = null;
        if (answer.failed() != isAway) {
            isAway = answer.failed();
            if (isAway) {
                LOG.warnf(
                        "the keys of tokens cannot be read reason=%s",
                        answer.cause().getMessage());
            } else {
                LOG.info("the keys of tokens are read again");
            }
        }
        if (answer.succeeded()) {
            keep(answer.result());
        }
    }

    /** The same keys stay the same object, by which tokens are remembered. */
    @SuppressWarnings("ReferenceEquality")
    private void keep(KeySet keys) {
        Told last = told;
        KeySet kept = last != null && last.keys.equals(keys) ? last.keys : keys;
        if (last == null || kept != last.keys) {
            LOG.infof("the keys of tokens are new count=%d", keys.keys().size());
        }
        told = new Told(kept, nanos.getAsLong());
    }

    private Duration since(long then) {
        return Duration.ofNanos(nanos.getAsLong() - then);
    }
}
