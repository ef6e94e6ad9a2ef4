package io.asyncrpc.bridge.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/** Requests as devices make them, and as nobody should. */
final class Requests {
    /** Of the authority that {@link #selfSigned} makes. */
    static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

    static final Instant END = BEGIN.plusSeconds(9_999);

    private Requests() {}

    static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    static KeyPair rsa(int bits, long exponent) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(bits, BigInteger.valueOf(exponent)));
        return generator.generateKeyPair();
    }

    static PKCS10CertificationRequest of(String subject, KeyPair key) throws OperatorCreationException {
        return of(subject, key, key, algorithm(key), null);
    }

    static PKCS10CertificationRequest of(
            String subject, KeyPair key, KeyPair signer, String algorithm, @Nullable ExtensionsGenerator extensions)
            throws OperatorCreationException {
        var builder = new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), key.getPublic());
        if (extensions != null) {
            builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
        }
        return builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()));
    }

    static String algorithm(KeyPair key) {
        return key.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    }

    static X509CertificateHolder selfSigned(KeyPair key) throws OperatorCreationException {
        X500Name name = new X500Name("CN=issuing");
        return new JcaX509v3CertificateBuilder(
                        name, BigInteger.ONE, Date.from(BEGIN), Date.from(END), name, key.getPublic())
                .build(new JcaContentSignerBuilder(algorithm(key)).build(key.getPrivate()));
    }
}
