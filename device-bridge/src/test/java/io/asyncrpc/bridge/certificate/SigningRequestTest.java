package io.asyncrpc.bridge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.bridge.certificate.SigningRequest.Refused;
import io.asyncrpc.bridge.certificate.SigningRequest.Unreadable;
import java.security.KeyPair;
import java.util.Random;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device asks to have signed is granted as it is, or refused with the reason. */
class SigningRequestTest {
    private static final int DAMAGES = 1_000;

    private final KeyPair key;

    SigningRequestTest() throws Exception {
        key = Requests.ec("secp256r1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1"})
    void aGoodRequestIsGranted(String curve) throws Exception {
        // Given
        PKCS10CertificationRequest request = Requests.of("CN=own", Requests.ec(curve));

        // When / Then
        assertThat(SigningRequest.read(IssuingAuthority.pem(request), "own")).isEqualTo(request);
    }

    @Test
    void soIsOneWithAnRsaKey() throws Exception {
        // Given
        PKCS10CertificationRequest request = Requests.of("CN=own", Requests.rsa(2048, 65_537));

        // When / Then
        assertThat(SigningRequest.read(IssuingAuthority.pem(request), "own")).isEqualTo(request);
    }

    @Test
    void soIsOneThatAsksForItsOwnName() throws Exception {
        // Given
        String pem = with(names("own"));

        // When / Then
        assertThat(SigningRequest.read("Some words before.\n" + pem, "own")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"CN=other", "'CN=own,O=us'", "'CN=own,CN=own'", "CN=own+O=us", "O=own", "CN=own.*", "CN=OWN"})
    void anotherSubjectIsRefused(String subject) throws Exception {
        // Given
        String pem = IssuingAuthority.pem(Requests.of(subject, key));

        // When / Then
        refused(pem, "the subject is");
    }

    @ParameterizedTest
    @CsvSource({"1024,65537", "2048,3", "4104,65537"})
    void aWeakOrHugeRsaKeyIsRefused(int bits, long exponent) throws Exception {
        refused(IssuingAuthority.pem(Requests.of("CN=own", Requests.rsa(bits, exponent))), "the key must be");
    }

    @Test
    void anotherCurveIsRefused() throws Exception {
        refused(IssuingAuthority.pem(Requests.of("CN=own", Requests.ec("secp521r1"))), "the key must be");
    }

    @Test
    void anotherKindOfKeyIsRefused() throws Exception {
        // Given
        KeyPair edwards = java.security.KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

        // When / Then
        refused(IssuingAuthority.pem(Requests.of("CN=own", edwards, edwards, "Ed25519", null)), "the key must be");
    }

    @Test
    void aSignatureByAnotherKeyIsRefused() throws Exception {
        // Given
        KeyPair thief = Requests.ec("secp256r1");

        // When / Then
        refused(
                IssuingAuthority.pem(Requests.of("CN=own", key, thief, "SHA256withECDSA", null)),
                "the signature is not of the key");
    }

    @Test
    void aSignatureWithAnOldHashIsRefused() throws Exception {
        refused(
                IssuingAuthority.pem(Requests.of("CN=own", key, key, "SHA1withECDSA", null)),
                "SHA-256, SHA-384 or SHA-512");
    }

    @Test
    void anotherNameIsRefused() throws Exception {
        refused(with(names("other")), "may be DNS:own");
        refused(with(names("own", "other")), "may be DNS:own");
    }

    @Test
    void extensionsThatADeviceDoesNotGetAreRefused() throws Exception {
        // Given
        ExtensionsGenerator authority = new ExtensionsGenerator();
        authority.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        ExtensionsGenerator server = names("own");
        server.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));

        // When / Then
        refused(with(authority), "not granted (2.5.29.19)");
        refused(with(server), "not granted (2.5.29.37)");
    }

    @Test
    void otherAttributesAreRefused() throws Exception {
        // Given
        var builder = new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=own"), key.getPublic());
        builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_challengePassword, new DERUTF8String("secret"));
        var request = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()));

        // When / Then
        refused(IssuingAuthority.pem(request), "not granted");
    }

    @Test
    void whatIsNoRequestIsUnreadable() throws Exception {
        // Given
        String good = IssuingAuthority.pem(Requests.of("CN=own", key));

        // When / Then
        unreadable("");
        unreadable("hello");
        unreadable(good + good);
        unreadable(good.replace("CERTIFICATE REQUEST", "CERTIFICATE"));
        unreadable("-----BEGIN CERTIFICATE REQUEST-----\n-----END CERTIFICATE REQUEST-----\n");
        unreadable("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n");
        unreadable("-----BEGIN CERTIFICATE REQUEST-----\n%%%%\n-----END CERTIFICATE REQUEST-----\n");
        unreadable(good.substring(0, good.length() / 2));
    }

    /** Whatever is sent, the answer is one of three; and what is granted is what the key signed. */
    @Test
    void aRequestThatWasDamagedIsNotGranted() throws Exception {
        // Given
        PKCS10CertificationRequest whole = Requests.of("CN=own", key);
        byte[] good = whole.getEncoded();
        byte[] signed = whole.toASN1Structure().getCertificationRequestInfo().getEncoded();
        Random random = new Random(5);
        int refused = 0;

        // When
        for (int i = 0; i < DAMAGES; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(SigningRequest.read(pem(bad), "own")
                                .toASN1Structure()
                                .getCertificationRequestInfo()
                                .getEncoded())
                        .isEqualTo(signed);
            } catch (Refused | Unreadable expected) {
                assertThat(expected.getMessage()).isNotBlank();
                refused++;
            }
        }

        // Then
        assertThat(refused).isGreaterThan(DAMAGES * 99 / 100);
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE REQUEST-----\n"
                + java.util.Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE REQUEST-----\n";
    }

    private String with(ExtensionsGenerator extensions) throws Exception {
        return IssuingAuthority.pem(Requests.of("CN=own", key, key, "SHA256withECDSA", extensions));
    }

    private static ExtensionsGenerator names(String... names) throws Exception {
        GeneralName[] all = new GeneralName[names.length];
        for (int i = 0; i < names.length; i++) {
            all[i] = new GeneralName(GeneralName.dNSName, names[i]);
        }
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
        return extensions;
    }

    private static void refused(String pem, String reason) {
        assertThatThrownBy(() -> SigningRequest.read(pem, "own"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(reason);
    }

    private static void unreadable(String pem) {
        assertThatThrownBy(() -> SigningRequest.read(pem, "own")).isInstanceOf(Unreadable.class);
    }
}
