package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Authority.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pki/ca} by itself: what it makes, and what it refuses. Needs openssl and no running system. */
class AuthorityTest {

    private final Authority authority;

    AuthorityTest(@TempDir Path temporary) throws Exception {
        this.authority = new Authority(temporary.resolve("ca"));
        authority.does("init");
    }

    @Test
    void aDevicesCertificateNamesItAndNothingElse() throws Exception {
        // When
        X509Certificate certificate = certificate(authority.issue("Pump_7-a").chain());

        // Then
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=Pump_7-a");
        assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(2, "Pump_7-a"));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getBasicConstraints()).as("no CA").isEqualTo(-1);
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(authority.does("verify", "Pump_7-a")).startsWith("Pump_7-a: good until");
    }

    @Test
    void aFurtherIssuerHasAListOfItsOwnAndTheSameRoot() throws Exception {
        // When
        authority.does("issuer", "api");

        // Then
        Path folder = authority.folder().resolve("issuers/api");
        assertThat(certificate(folder.resolve("cert.pem")).getBasicConstraints())
                .isZero();
        authority.openssl(
                "verify",
                "-CAfile",
                authority.folder().resolve("ca.pem").toString(),
                folder.resolve("cert.pem").toString());
        assertThat(authority.openssl("crl", "-in", folder.resolve("crl.pem").toString(), "-noout", "-issuer"))
                .contains("api issuing");
        assertThat(Files.getPosixFilePermissions(folder.resolve("key.pem"))).hasSize(2);
        assertThat(Files.readString(authority.folder().resolve("trust.pem")).split("BEGIN"))
                .hasSize(4);
        assertThat(authority.run("issuer", "api").said()).contains("there is an issuer api already");
        assertThat(authority.run("issuer", "Api!").status()).isNotZero();
        authority.issue("pump-7");
        authority.does("verify", "pump-7");
    }

    @Test
    void noCertificateEndsAfterItsAuthority() throws Exception {
        // Given
        Instant end = certificate(authority.folder().resolve("issuing/cert.pem"))
                .getNotAfter()
                .toInstant();

        // When
        authority.does("device", "late", "--days", "99999");
        authority.does("server", "later", "--until", "20991231235959Z");
        authority.does("device", "usual");

        // Then
        for (String late : List.of("devices/late", "servers/later")) {
            assertThat(certificate(authority.folder().resolve(late).resolve("cert.pem"))
                            .getNotAfter()
                            .toInstant())
                    .isEqualTo(end);
        }
        assertThat(Duration.between(
                        Instant.now(),
                        certificate(authority.badge("usual").chain())
                                .getNotAfter()
                                .toInstant()))
                .isBetween(Duration.ofDays(364), Duration.ofDays(366));
    }

    @Test
    void anAuthorityThatHasEndedSignsNothing() throws Exception {
        // Given
        Path folder = authority.folder().resolve("issuing");
        String key = folder.resolve("key.pem").toString();
        String request = folder.resolve("request.pem").toString();
        authority.openssl("req", "-new", "-subj", "/CN=ended", "-key", key, "-out", request);
        authority.openssl(("ca -batch -notext -selfsign -startdate 20200101000000Z -enddate 20210101000000Z -config "
                        + Authority.PROFILES.resolve("device.cnf") + " -in " + request + " -out "
                        + folder.resolve("cert.pem"))
                .split(" "));

        // When
        Answer answer = authority.run("device", "late");

        // Then
        assertThat(answer.status()).isNotZero();
        assertThat(answer.said()).contains("the issuing CA has ended");
    }

    @Test
    void aServersCertificateDoesNotLogIn() throws Exception {
        // When
        authority.does("server", "broker.example", "10.0.0.1", "::1");

        // Then
        X509Certificate certificate = certificate(authority.folder().resolve("servers/broker.example/cert.pem"));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getSubjectAlternativeNames()).hasSize(3);
    }

    @Test
    void oldDevicesGetRsa() throws Exception {
        // When
        authority.does("device", "--rsa", "old");

        // Then
        assertThat(certificate(authority.badge("old").chain()).getPublicKey().getAlgorithm())
                .isEqualTo("RSA");
    }

    @Test
    void serialNumbersFollowNoOrder() throws Exception {
        // When
        authority.does("device", "a", "b", "c", "d");

        // Then
        List<BigInteger> serials = new ArrayList<>();
        for (String id : List.of("a", "b", "c", "d")) {
            serials.add(certificate(authority.badge(id).chain()).getSerialNumber());
        }
        for (int i = 1; i < serials.size(); i++) {
            assertThat(serials.get(i).subtract(serials.get(i - 1)).abs().bitLength())
                    .isGreaterThan(64);
        }
    }

    @Test
    void keysAreForTheirOwnerAlone() throws Exception {
        // Given
        authority.issue("a");
        authority.does("server", "s");
        authority.does("renew", "a");

        // Then
        try (Stream<Path> all = Files.walk(authority.folder())) {
            List<Path> keys = all.filter(file -> file.endsWith("key.pem")).toList();
            assertThat(keys)
                    .hasSize(5)
                    .allSatisfy(key -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                            .isEqualTo("rw-------"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00"})
    void aSerialNumberMayHaveZerosAtItsFrontOrNot(String zeros) throws Exception {
        // Given: one whose first digit is a zero, which the index shows and other tools do not
        String shown = "";
        for (int i = 0; !shown.startsWith("0"); i++) {
            shown = issued("a" + i);
        }

        // When
        authority.does("revoke", "--serial", zeros + shown.substring(1));

        // Then
        assertThat(authority.run("list").said()).containsPattern("revoked.*" + shown);
    }

    private String issued(String id) throws Exception {
        authority.issue(id);
        BigInteger serial = certificate(authority.folder().resolve("devices/" + id + "/cert.pem"))
                .getSerialNumber();
        return HexFormat.of().withUpperCase().formatHex(serial.toByteArray()).replaceFirst("^00", "");
    }

    @Test
    void aRenewedCertificateLeavesTheOldOneGoodUntilItIsRevoked() throws Exception {
        // Given
        authority.issue("a");

        // When
        authority.does("renew", "a");

        // Then
        String old = authority.folder().resolve("devices/a/previous/cert.pem").toString();
        authority.does("verify", "a");
        authority.does("verify", old);
        authority.does(
                "revoke",
                "--reason",
                "superseded",
                "--serial",
                certificate(Path.of(old)).getSerialNumber().toString(16));
        assertThat(authority.run("verify", old))
                .extracting(Answer::said)
                .asString()
                .contains("revoked");
        authority.does("verify", "a");
    }

    @Test
    void revokingADeviceTakesAllItsCertificatesAndNobodyElses() throws Exception {
        // Given
        authority.does("device", "a", "ab");
        authority.does("renew", "a");

        // When
        authority.does("revoke", "a");

        // Then
        assertThat(authority.does("list", "a").lines()).hasSize(2).allMatch(line -> line.startsWith("revoked"));
        assertThat(authority.does("list", "ab").lines())
                .singleElement()
                .asString()
                .startsWith("valid");
        authority.issue("a");
        authority.does("verify", "a");
    }

    @Test
    void manyAtOnceDoNotDisturbEachOther() throws Exception {
        // When
        List<Answer> answers = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> unchecked("device", "d" + i))
                .toList();

        // Then
        assertThat(answers).allMatch(answer -> answer.status() == 0);
        assertThat(authority.does("list").lines()).hasSize(8);
    }

    @Test
    void aDryRunChecksAndChangesNothing() throws Exception {
        // Given
        authority.issue("a");
        List<String> before = everything();

        // When
        String device = authority.does("device", "b", "--dry-run");
        String revoke = authority.does("revoke", "a", "-n");
        Answer refused = authority.run("device", "a", "-n");

        // Then
        assertThat(device).startsWith("would make").contains("b");
        assertThat(revoke).startsWith("would revoke 1 certificate(s) of a");
        assertThat(refused.status()).isNotZero();
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    make coffee            | unknown command 'make'
                    device                 | name at least one
                    device a.b             | 'a.b' is not a device's id
                    device pump-.*         | is not a device's id
                    device bridge          | is a name of the house
                    device LocalHost       | is a name of the house
                    device x x             | named twice: x
                    device known           | known has a certificate
                    device x --days 0      | --days: 1 to 99999
                    device x --days        | --days needs a value
                    device x --until 20200101000000Z | that time is over
                    device x --color       | unknown option --color
                    device --from /nowhere | cannot read /nowhere
                    device --passphrase-file /nowhere x | cannot read the passphrase
                    server a/b             | 'a/b' is not a name of a server
                    server known           | known is a device's name
                    renew x                | x has no certificate of this CA
                    revoke x               | x has no certificate that could be revoked
                    revoke --serial 00     | there is no certificate 00
                    revoke --serial xy     | --serial: hexadecimal
                    revoke --reason none known | --reason: one of
                    verify x               | there is no certificate of 'x' here
                    verify /etc/hostname   | not a certificate
                    sign-csr x             | sign-csr ID FILE
                    sign-csr x /nowhere    | cannot read /nowhere
                    sign-csr x /etc/hostname | is not a PKCS#10 request
                    init                   | is not empty
                    init --dir /dev/null/x | cannot
                    list --dir /nowhere    | there is no CA in /nowhere
                    """)
    void badInputIsRefusedWithTheReason(String command, String reason) throws Exception {
        // Given
        authority.issue("known");

        // When
        Answer answer = authority.run(command.split(" "));

        // Then
        assertThat(answer.status()).isNotZero();
        assertThat(answer.said().toLowerCase()).contains(reason.toLowerCase());
    }

    private Answer unchecked(String... arguments) {
        try {
            return authority.run(arguments);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> everything() throws IOException {
        try (Stream<Path> all = Files.walk(authority.folder())) {
            List<String> files = new ArrayList<>();
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                files.add(file + " " + Files.getLastModifiedTime(file));
            }
            return files;
        }
    }

    static X509Certificate certificate(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
