package io.asyncrpc.core.caller;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import java.util.stream.Stream;
import org.jose4j.keys.EllipticCurves;

/** How a token may be signed (RFC 7518, section 3.1). */
public enum Algorithm {
    /** RSA of 2048 to 8192 bits: less is weak, and more costs who verifies. */
    RS256 {
        @Override
        boolean fits(PublicKey key) {
            return key instanceof RSAPublicKey rsa
                    && rsa.getModulus().bitLength() >= 2_048
                    && rsa.getModulus().bitLength() <= 8_192
                    && rsa.getPublicExponent().bitLength() <= 32;
        }
    },
    /** The curve P-256. */
    ES256 {
        @Override
        boolean fits(PublicKey key) {
            return key instanceof ECPublicKey ec && ec.getParams().getCurve().equals(EllipticCurves.P256.getCurve());
        }
    };

    abstract boolean fits(PublicKey key);

    static Optional<Algorithm> of(String name) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst();
    }
}
