package io.asyncrpc.gateway.security;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** A ring that has its keys from a provider over real HTTP; only the clock is the test's. */
final class ProvidedKeys implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Provider provider = new Provider();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final KeyConfig config = new ShortPatience();
    private final KeyRing ring = ring(provider.address());

    Provider provider() {
        return provider;
    }

    KeyRing ring() {
        return ring;
    }

    /** One more, at another place. */
    KeyRing ring(String place) {
        return new KeyRing(KeySource.of(place, vertx, config), Set.of(Algorithm.RS256), config, nanos::get);
    }

    boolean refresh() {
        return ends(ring.refresh());
    }

    boolean trusts(String kid) {
        return ring.now().orElseThrow().find(kid, Algorithm.RS256).isPresent();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Whether it ended well; it has to end. */
    static boolean ends(Future<Void> asked) {
        try {
            asked.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("it does not end", e);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        provider.close();
        ends(vertx.close());
    }

    private record ShortPatience() implements KeyConfig {
        @Override
        public Duration refresh() {
            return Duration.ofMinutes(5);
        }

        @Override
        public Duration pause() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(3);
        }

        @Override
        public Duration keep() {
            return Duration.ofHours(24);
        }
    }
}
