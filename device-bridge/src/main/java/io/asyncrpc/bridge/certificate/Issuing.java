package io.asyncrpc.bridge.certificate;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The issuing CA if there is one. Made at start: a bridge that is told of one and cannot use it does not start. */
@Startup
@Singleton
public class Issuing {
    private static final Logger LOG = Logger.getLogger(Issuing.class);

    private final @Nullable Ready ready;

    /** All there has to be to issue certificates. */
    record Ready(IssuingAuthority authority, RevocationListFile list, Duration listLife) {}

    Issuing(CertificateConfig config) {
        long named = config.keyFile().stream().count()
                + config.certificateFile().stream().count()
                + config.revocationListFile().stream().count();
        if (named == 0) {
            ready = null;
            LOG.info("No issuing CA: certificates are not made over the API");
            return;
        }
        if (named < 3) {
            throw new IllegalStateException(
                    "ISSUING_KEY_FILE, ISSUING_CERTIFICATE_FILE and REVOCATION_LIST_FILE need each other");
        }
        ready = new Ready(
                IssuingAuthority.read(
                        config.keyFile().orElseThrow(), config.certificateFile().orElseThrow()),
                new RevocationListFile(config.revocationListFile().orElseThrow()),
                config.revocationListLife());
    }

    /** Of its CA, as the broker writes it of those who show a certificate; empty if there is none. */
    public String name() {
        return ready().map(it -> it.authority().name()).orElse("");
    }

    Optional<Ready> ready() {
        return Optional.ofNullable(ready);
    }
}
