package io.asyncrpc.bridge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.bridge.certificate.IssuingAuthority.Issued;
import io.asyncrpc.bridge.certificate.IssuingAuthority.Revoked;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the issuing CA signs, read by the JDK's own classes. */
@SuppressWarnings("NullAway.Init") // the folder is set by the test framework
class IssuingAuthorityTest {
    private static final Instant NOW = Requests.BEGIN;

    @TempDir
    Path folder;

    private KeyPair key;

    @BeforeEach
    void makeAuthority() throws Exception {
        key = Requests.ec("secp256r1");
        write("key.pem", new JcaPKCS8Generator(key.getPrivate(), null));
        write("cert.pem", Requests.selfSigned(key));
    }

    @Test
    void aDeviceGetsWhatADeviceNeedsAndNoMore() throws Exception {
        // Given
        KeyPair device = Requests.ec("secp384r1");
        var request = Requests.of("CN=pump-7", device);

        // When
        Issued issued = authority().sign(request, "pump-7", NOW, NOW.plusSeconds(3600));

        // Then
        List<X509Certificate> chain = certificates(issued.chain());
        X509Certificate own = chain.getFirst();
        own.verify(chain.getLast().getPublicKey());
        assertThat(own.getSubjectX500Principal().getName()).isEqualTo("CN=pump-7");
        assertThat(own.getSubjectAlternativeNames()).containsExactly(List.of(2, "pump-7"));
        assertThat(own.getPublicKey()).isEqualTo(device.getPublic());
        assertThat(own.getBasicConstraints()).isEqualTo(-1);
        assertThat(own.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(own.getNotBefore().toInstant()).isEqualTo(NOW);
        assertThat(own.getNotAfter().toInstant()).isEqualTo(NOW.plusSeconds(3600));
        assertThat(issued.serial()).isEqualTo(IssuingAuthority.hex(own.getSerialNumber()));
        assertThat(own.getSerialNumber().bitLength()).isEqualTo(159);
    }

    @Test
    void noneEndsAfterItsAuthority() throws Exception {
        // Given
        var request = Requests.of("CN=pump-7", Requests.ec("secp256r1"));

        // When
        Issued issued = authority().sign(request, "pump-7", NOW, Requests.END.plusSeconds(1));

        // Then
        assertThat(issued.end()).isEqualTo(Requests.END);
        assertThat(certificates(issued.chain()).getFirst().getNotAfter().toInstant())
                .isEqualTo(Requests.END);
    }

    @Test
    void noTwoHaveTheSameSerialNumber() throws Exception {
        // Given
        var request = Requests.of("CN=pump-7", Requests.ec("secp256r1"));

        // When / Then
        assertThat(authority().sign(request, "pump-7", NOW, NOW.plusSeconds(1)).serial())
                .isNotEqualTo(authority()
                        .sign(request, "pump-7", NOW, NOW.plusSeconds(1))
                        .serial());
    }

    @Test
    void theListHoldsAllThatWasRevoked() throws Exception {
        // When
        byte[] der = authority()
                .revocationList(
                        17, NOW, NOW.plusSeconds(60), List.of(new Revoked("0AFF", NOW, 1), new Revoked("02", NOW, 0)))
                .getEncoded();

        // Then
        X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
        list.verify(key.getPublic());
        assertThat(list.getRevokedCertificate(new BigInteger("0AFF", 16)).getRevocationReason())
                .hasToString("KEY_COMPROMISE");
        assertThat(list.getRevokedCertificates()).hasSize(2);
        assertThat(list.getNextUpdate().toInstant()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void theListIsReplacedAndToldByItsNumber() throws Exception {
        // Given
        Path named = folder.resolve("crl.pem");
        Files.createSymbolicLink(named, Path.of("0a0b0c0d.r0"));
        RevocationListFile file = new RevocationListFile(named);
        assertThat(file.edition()).isEmpty();

        // When
        file.replace(authority().revocationList(17, NOW, NOW.plusSeconds(60), List.of()));

        // Then
        assertThat(file.edition())
                .contains(new RevocationListFile.Edition(BigInteger.valueOf(17), NOW.plusSeconds(60)));
        assertThat(Files.isSymbolicLink(named)).isTrue();
        assertThat(folder.resolve("0a0b0c0d.r0")).content().startsWith("-----BEGIN X509 CRL-----");
    }

    @Test
    void aKeyThatIsNotTheCertificatesIsNotTaken() throws Exception {
        // Given
        write("key.pem", new JcaPKCS8Generator(Requests.ec("secp256r1").getPrivate(), null));

        // When / Then
        assertThatThrownBy(this::authority)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"})
    void whatIsNoKeyIsNotTaken(String text) throws Exception {
        // Given
        Files.writeString(folder.resolve("key.pem"), text);

        // When / Then
        assertThatThrownBy(this::authority).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anAuthorityWithAnRsaKeySignsToo() throws Exception {
        // Given
        key = Requests.rsa(2048, 65_537);
        write("key.pem", new JcaPKCS8Generator(key.getPrivate(), null));
        write("cert.pem", Requests.selfSigned(key));

        // When
        Issued issued = authority()
                .sign(Requests.of("CN=pump-7", Requests.ec("secp256r1")), "pump-7", NOW, NOW.plusSeconds(3600));

        // Then
        certificates(issued.chain()).getFirst().verify(key.getPublic());
    }

    private IssuingAuthority authority() {
        return IssuingAuthority.read(folder.resolve("key.pem"), folder.resolve("cert.pem"));
    }

    private void write(String name, Object what) throws Exception {
        Files.writeString(folder.resolve(name), IssuingAuthority.pem(what));
    }

    private static List<X509Certificate> certificates(String pem) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }
}
