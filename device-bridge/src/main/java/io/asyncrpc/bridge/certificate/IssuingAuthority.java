package io.asyncrpc.bridge.certificate;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** Key and certificate of the issuing CA, and what is done with them. */
final class IssuingAuthority {
    private static final int SERIAL_BITS = 159;

    private final PrivateKey key;
    private final X509CertificateHolder certificate;
    private final X509Certificate asJava;
    private final JcaX509ExtensionUtils identifiers;
    private final SecureRandom random = new SecureRandom();

    /**
     * A certificate that was signed.
     *
     * @param serial hexadecimal, of whole bytes
     * @param end when it ends: never after its issuer, since nobody would believe it then
     * @param key by which its key is known again ({@link KeyPrint})
     * @param chain it and its issuer, in PEM
     */
    record Issued(String serial, Instant end, String key, String chain) {}

    /** A certificate that was taken back; {@code reason} is the number that RFC 5280 gives it. */
    record Revoked(String serial, Instant at, int reason) {}

    private IssuingAuthority(PrivateKey key, X509CertificateHolder certificate) throws GeneralSecurityException {
        this.key = key;
        this.certificate = certificate;
        this.asJava = new JcaX509CertificateConverter().getCertificate(certificate);
        this.identifiers = new JcaX509ExtensionUtils();
    }

    /** Reads both and makes sure that they belong together. */
    static IssuingAuthority read(Path keyFile, Path certificateFile) {
        try {
            IssuingAuthority authority =
                    new IssuingAuthority(PemFile.key(keyFile), PemFile.certificate(certificateFile));
            authority.proveKey();
            return authority;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the issuing CA cannot be used: " + keyFile + ", " + certificateFile, e);
        }
    }

    private void proveKey() throws GeneralSecurityException {
        byte[] something = new byte[32];
        random.nextBytes(something);
        Signature signature = Signature.getInstance(algorithm());
        signature.initSign(key);
        signature.update(something);
        byte[] signed = signature.sign();
        signature.initVerify(asJava.getPublicKey());
        signature.update(something);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("the key is not that of the certificate");
        }
    }

    /** Whose name the broker tells when a device shows a certificate of this CA. */
    String name() {
        return certificate.getSubject().toString();
    }

    /** After this it signs nothing that anybody would believe. */
    Instant end() {
        return certificate.getNotAfter().toInstant();
    }

    /** Signs what was found to be good. */
    Issued sign(PKCS10CertificationRequest request, String deviceId, Instant begin, Instant wantedEnd) {
        BigInteger serial = serial();
        Instant end = wantedEnd.isBefore(end()) ? wantedEnd : end();
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                certificate.getSubject(),
                serial,
                Date.from(begin),
                Date.from(end),
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.CN, deviceId)
                        .build(),
                request.getSubjectPublicKeyInfo());
        try {
            add(builder, Extension.basicConstraints, true, new BasicConstraints(false));
            add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            add(builder, Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            add(
                    builder,
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, deviceId)));
            add(
                    builder,
                    Extension.subjectKeyIdentifier,
                    false,
                    identifiers.createSubjectKeyIdentifier(request.getSubjectPublicKeyInfo()));
            add(
                    builder,
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(asJava.getPublicKey()));
            return new Issued(
                    hex(serial),
                    end,
                    KeyPrint.of(request.getSubjectPublicKeyInfo()),
                    pem(builder.build(signer())) + pem(certificate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the issuing key does not sign", e);
        }
    }

    private static void add(
            X509v3CertificateBuilder builder, ASN1ObjectIdentifier name, boolean isCritical, ASN1Encodable value)
            throws IOException {
        builder.addExtension(name, isCritical, value);
    }

    /** The whole list of what was taken back. */
    X509CRLHolder revocationList(long number, Instant now, Instant next, List<Revoked> revoked) {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(certificate.getSubject(), Date.from(now));
        builder.setNextUpdate(Date.from(next));
        revoked.forEach(
                one -> builder.addCRLEntry(new BigInteger(one.serial(), 16), Date.from(one.at()), one.reason()));
        try {
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(asJava.getPublicKey()));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
            return builder.build(signer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("the issuing key does not sign", e);
        }
    }

    static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Never zero, and never the same again. */
    private BigInteger serial() {
        return new BigInteger(SERIAL_BITS - 1, random).setBit(SERIAL_BITS - 1);
    }

    static String hex(BigInteger serial) {
        String hex = serial.toString(16).toUpperCase(Locale.ROOT);
        return hex.length() % 2 == 0 ? hex : "0" + hex;
    }

    private ContentSigner signer() throws OperatorCreationException {
        return new JcaContentSignerBuilder(algorithm()).build(key);
    }

    private String algorithm() {
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }
}
