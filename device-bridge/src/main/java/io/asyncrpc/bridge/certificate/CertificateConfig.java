package io.asyncrpc.bridge.certificate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The issuing CA of the API. Without its three files this installation issues no certificates over the API. */
@ConfigMapping(prefix = "bridge.certificate")
public interface CertificateConfig {
    /** Its key, PKCS#8 or as {@code openssl} writes it, in PEM and not encrypted. Nobody but the bridge needs to read it. */
    Optional<Path> keyFile();

    /** Its certificate, in PEM. */
    Optional<Path> certificateFile();

    /** Where the broker reads the list of what this CA took back; replaced in one step. */
    Optional<Path> revocationListFile();

    /**
     * How long a list is good. It is made anew every hour; when the house is away for longer than this, the broker lets nobody
     * in who has a certificate of this CA.
     */
    @WithDefault("30d")
    Duration revocationListLife();
}
