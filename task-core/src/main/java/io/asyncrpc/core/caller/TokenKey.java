package io.asyncrpc.core.caller;

import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The keys that the configuration names. One that cannot be read stops the start: nobody could be let in. */
@Singleton
@Startup
class TokenKey {
    private final Keys keys;
    private final Optional<KeyRing> ring;
    private final Optional<KeyRing> gateway;
    private final List<KeyRunner> runners;

    TokenKey(TokenConfig config, Vertx vertx, TokenMetrics metrics) {
        if (config.publicKeyFile().isPresent() == config.jwks().isPresent()) {
            throw new IllegalStateException("set either JWT_PUBLIC_KEY_FILE or JWT_JWKS");
        }
        this.ring = config.jwks().map(place -> ring(place, config.algorithms(), config, vertx));
        this.gateway = config.gatewayKeys().map(place -> ring(place, Set.of(Algorithm.ES256), config, vertx));
        this.keys = ring.<Keys>map(r -> r)
                .orElseGet(() -> always(read(config.publicKeyFile().orElseThrow(), config)));
        ring.ifPresent(metrics::watch);
        this.runners = rings().map(r -> new KeyRunner(vertx, r, config.keys())).toList();
        runners.forEach(KeyRunner::run);
    }

    @PreDestroy
    void close() {
        runners.forEach(KeyRunner::stop);
    }

    Keys keys() {
        return keys;
    }

    /** Nothing if the key is a file of our own. */
    Optional<KeyRing> ring() {
        return ring;
    }

    /** What the gateway signs with; nothing if there are no API keys. */
    Optional<KeyRing> gateway() {
        return gateway;
    }

    Stream<KeyRing> rings() {
        return Stream.of(ring, gateway).flatMap(Optional::stream);
    }

    private static KeyRing ring(String place, Set<Algorithm> algorithms, TokenConfig config, Vertx vertx) {
        return new KeyRing(KeySource.of(place, vertx, config.keys()), algorithms, config.keys(), System::nanoTime);
    }

    private static Keys always(KeySet set) {
        return () -> Optional.of(set);
    }

    private static KeySet read(Path file, TokenConfig config) {
        try {
            return KeySet.ofPem(Files.readString(file), config.algorithms());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "JWT_PUBLIC_KEY_FILE is no readable public key (PEM) for " + config.algorithms() + ": " + file, e);
        }
    }
}
