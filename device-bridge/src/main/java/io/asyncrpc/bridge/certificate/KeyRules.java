package io.asyncrpc.bridge.certificate;

import io.asyncrpc.bridge.certificate.SigningRequest.Refused;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** Which keys a device may have: EC P-256 or P-384, or RSA of 2048 to 4096 bits. */
final class KeyRules {
    private static final Set<ASN1ObjectIdentifier> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1);

    private static final int LEAST_BITS = 2048;
    private static final int MOST_BITS = 4096;
    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65_537);
    private static final int MOST_EXPONENT_BITS = 64;

    private KeyRules() {}

    static void check(SubjectPublicKeyInfo key) throws Refused {
        AlgorithmIdentifier algorithm = key.getAlgorithm();
        boolean isGood = algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                ? algorithm.getParameters() instanceof ASN1ObjectIdentifier curve && CURVES.contains(curve)
                : algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption) && isStrong(key);
        if (!isGood || !isKey(key)) {
            throw new Refused(
                    "the key must be EC P-256 or P-384, or RSA of 2048 to 4096 bits with an exponent of at least 65537");
        }
    }

    private static boolean isStrong(SubjectPublicKeyInfo key) {
        try {
            RSAPublicKey rsa = RSAPublicKey.getInstance(key.parsePublicKey());
            int bits = rsa.getModulus().bitLength();
            return bits >= LEAST_BITS
                    && bits <= MOST_BITS
                    && rsa.getPublicExponent().compareTo(LEAST_EXPONENT) >= 0
                    && rsa.getPublicExponent().bitLength() <= MOST_EXPONENT_BITS;
        } catch (IOException | RuntimeException noKey) {
            return false;
        }
    }

    /** A point that is on the curve, a modulus that could be one. */
    private static boolean isKey(SubjectPublicKeyInfo key) {
        try {
            PublicKeyFactory.createKey(key);
            return true;
        } catch (IOException | RuntimeException noKey) {
            return false;
        }
    }
}
