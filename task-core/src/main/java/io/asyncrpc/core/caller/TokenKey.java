package io.asyncrpc.core.caller;

import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** The keys that the configuration names. One that cannot be read stops the start: nobody could be let in. */
@Singleton
@Startup
class TokenKey {
    private final Keys keys;
    private final Optional<KeyRing> ring;
    private final Optional<KeyRunner> runner;

    TokenKey(TokenConfig config, Vertx vertx, TokenMetrics metrics) {
        if (config.publicKeyFile().isPresent() == config.jwks().isPresent()) {
            throw new IllegalStateException("set either JWT_PUBLIC_KEY_FILE or JWT_JWKS");
        }
        this.ring = config.jwks()
                .map(place -> new KeyRing(
                        KeySource.of(place, vertx, config.keys()),
                        config.algorithms(),
                        config.keys(),
                        System::nanoTime));
        this.keys = ring.<Keys>map(r -> r)
                .orElseGet(() -> always(read(config.publicKeyFile().orElseThrow(), config)));
        ring.ifPresent(metrics::watch);
        this.runner = ring.map(r -> new KeyRunner(vertx, r, config.keys()));
        runner.ifPresent(KeyRunner::run);
    }

    @PreDestroy
    void close() {
        runner.ifPresent(KeyRunner::stop);
    }

    Keys keys() {
        return keys;
    }

    /** Nothing if the key is a file of our own. */
    Optional<KeyRing> ring() {
        return ring;
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
