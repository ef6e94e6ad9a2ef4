package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Stranger.Attempt;
import io.asyncrpc.acceptance.TestDevice.Account;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Who is let in and who is not, over TLS with real certificates and passwords. The one concerned never notices. */
@Tag(Installation.LAUNCHER)
class CertificateIT {

    private static final Authority AUTHORITY = Authority.ofTheSystem();

    /** Long enough that a busy machine still connects once with what ends so soon. */
    private static final Duration SHORT_LIFE = Duration.ofSeconds(8);

    private static final DateTimeFormatter END =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    // What mosquitto_pub answers with: the broker's reason code, or that the TLS handshake failed
    private static final int NO_TLS = 7;
    private static final int CLIENT_ID_NOT_VALID = 133;
    private static final int BAD_USER_OR_PASSWORD = 134;
    private static final int NOT_AUTHORIZED = 135;

    /** Somebody who is to be refused: what they show, and how it ends. */
    private record Row(String name, int status, Trick trick) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Trick {
        Stranger by(CertificateIT test) throws Exception;
    }

    static final List<Row> STRANGERS = List.of(
            new Row("nothing at all", BAD_USER_OR_PASSWORD, test -> Stranger.overTls(test.victim.id())),
            new Row(
                    "a self-signed certificate",
                    NO_TLS,
                    test -> Stranger.overTls(test.victim.id()).with(test.selfSigned(test.victim.id()))),
            new Row(
                    "a certificate of another CA",
                    NO_TLS,
                    test -> Stranger.overTls(test.victim.id())
                            .with(test.otherAuthority().issue(test.victim.id()))),
            new Row(
                    "a revoked certificate",
                    NO_TLS,
                    test -> Stranger.overTls(test.other).with(test.revoked(test.other))),
            new Row(
                    "an expired certificate",
                    NO_TLS,
                    test -> Stranger.overTls(test.other).with(test.expired(test.other))),
            new Row(
                    "a server's certificate",
                    NO_TLS,
                    test -> Stranger.overTls("localhost")
                            .with(Badge.in(AUTHORITY.folder().resolve("servers/localhost")))),
            new Row(
                    "another's certificate, without its key",
                    1,
                    test -> Stranger.overTls(test.victim.id())
                            .with(
                                    AUTHORITY.badge(test.victim.id()).chain(),
                                    AUTHORITY.issue(test.other).key())),
            new Row(
                    "the common name of another",
                    CLIENT_ID_NOT_VALID,
                    test -> Stranger.overTls(test.victim.id()).with(test.forged(test.victim.id(), test.other))),
            new Row(
                    "the client id of another, by certificate",
                    CLIENT_ID_NOT_VALID,
                    test -> Stranger.overTls(test.victim.id()).with(AUTHORITY.issue(test.other))),
            new Row(
                    "the client id of another, by password",
                    NOT_AUTHORIZED,
                    test -> Stranger.overTls(test.victim.id()).with(test.account())),
            new Row(
                    "the client id of another, by password without TLS",
                    NOT_AUTHORIZED,
                    test -> Stranger.overPlainMqtt(test.victim.id()).with(test.account())),
            new Row(
                    "another's password beside its own certificate",
                    NOT_AUTHORIZED,
                    test -> Stranger.overTls(test.other)
                            .with(AUTHORITY.issue(test.other))
                            .with(test.organisation.credentials(test.victim.id()))),
            new Row(
                    "a wrong password beside its own certificate",
                    BAD_USER_OR_PASSWORD,
                    test -> Stranger.overTls(test.other)
                            .with(AUTHORITY.issue(test.other))
                            .with(new Account(test.other, "wrong"))),
            new Row(
                    "another's name with a wrong password",
                    BAD_USER_OR_PASSWORD,
                    test -> Stranger.overTls(test.victim.id()).with(new Account(test.victim.id(), "wrong"))),
            new Row(
                    "a certificate for a pattern",
                    BAD_USER_OR_PASSWORD,
                    test -> Stranger.overTls("pump-.*").with(test.forged("pump-.*", "pump-.*"))),
            new Row(
                    "a certificate for the first letters of another",
                    BAD_USER_OR_PASSWORD,
                    test -> Stranger.overTls(test.prefix()).with(AUTHORITY.issue(test.prefix()))),
            new Row(
                    "a certificate for a user of the house",
                    NOT_AUTHORIZED,
                    test -> Stranger.overTls("bridge").with(test.forged("bridge", "bridge"))));

    private final Path temporary;
    private final Organisation organisation = Organisation.fresh();
    private final String other = organisation.register();
    private final TestDevice victim;

    CertificateIT(@TempDir Path temporary) throws Exception {
        this.temporary = temporary;
        String id = organisation.register();
        victim = TestDevice.connect(id, AUTHORITY.issue(id));
    }

    @AfterEach
    void disconnect() {
        victim.close();
    }

    @ParameterizedTest
    @FieldSource("STRANGERS")
    void isRefused(Row row) throws Exception {
        // Given
        Stranger stranger = row.trick().by(this);

        // When
        Attempt attempt = stranger.speaksFor(victim.id());

        // Then
        assertThat(attempt.status()).as("%s", attempt.said()).isEqualTo(row.status());
        assertVictimWorks();
    }

    @Test
    void isLetInWithItsCertificateAlone() throws Exception {
        // When
        Attempt attempt = Stranger.overTls(other).with(AUTHORITY.issue(other)).speaksFor(other);

        // Then
        assertThat(attempt.status()).as("%s", attempt.said()).isZero();
        assertVictimWorks();
    }

    @Test
    void isLetInWithItsPasswordOverTls() throws Exception {
        // When
        Attempt attempt = Stranger.overTls(other).with(account()).speaksFor(other);

        // Then
        assertThat(attempt.status()).as("%s", attempt.said()).isZero();
    }

    @Test
    void isLetInWithItsPasswordBesideItsCertificate() throws Exception {
        // When
        Attempt attempt = Stranger.overTls(other)
                .with(AUTHORITY.issue(other))
                .with(account())
                .speaksFor(other);

        // Then
        assertThat(attempt.status()).as("%s", attempt.said()).isZero();
    }

    @Test
    void isLetInWithAnOldDevicesRsaKey() throws Exception {
        // Given
        AUTHORITY.does("device", "--rsa", other);

        // When
        Attempt attempt = Stranger.overTls(other).with(AUTHORITY.badge(other)).speaksFor(other);

        // Then
        assertThat(attempt.status()).as("%s", attempt.said()).isZero();
    }

    @Test
    void bothCertificatesAreGoodAfterARenewal() throws Exception {
        // Given
        AUTHORITY.issue(other);
        AUTHORITY.does("renew", other);
        Path folder = AUTHORITY.folder().resolve("devices").resolve(other);

        // Then
        for (Path each : new Path[] {folder, folder.resolve("previous")}) {
            Attempt attempt = Stranger.overTls(other).with(Badge.in(each)).speaksFor(other);
            assertThat(attempt.status()).as("%s", attempt.said()).isZero();
        }
    }

    /** Still on the connection it had before, and called over it. */
    private void assertVictimWorks() {
        assertThat(victim.isConnected()).isTrue();
        String id = organisation.operator().submit(victim.id(), "open", "");
        victim.claim(id);
        victim.res(id, 200, "1");
        victim.hear("cmt", word -> word.isAbout(id));
        assertThat(organisation.viewer().task(id).getString("state")).isEqualTo("DONE");
    }

    private Account account() {
        return organisation.credentials(other);
    }

    private String prefix() {
        return victim.id().substring(0, victim.id().length() - 1);
    }

    private Authority otherAuthority() throws Exception {
        Authority authority = new Authority(temporary.resolve("other"));
        authority.does("init");
        return authority;
    }

    private Badge selfSigned(String name) throws Exception {
        Badge badge = Badge.in(temporary);
        AUTHORITY.openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-noenc",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=DNS:" + name,
                "-keyout",
                badge.key().toString(),
                "-out",
                badge.chain().toString());
        return badge;
    }

    private Badge revoked(String id) throws Exception {
        Badge badge = AUTHORITY.issue(id);
        assertThat(Stranger.overTls(id).with(badge).speaksFor(id).status()).isZero();
        AUTHORITY.does("revoke", id);
        return badge;
    }

    private Badge expired(String id) throws Exception {
        Instant end = Instant.now().plus(SHORT_LIFE);
        AUTHORITY.does("device", id, "--until", END.format(end));
        assertThat(Stranger.overTls(id).with(AUTHORITY.badge(id)).speaksFor(id).status())
                .isZero();
        Patience.pass(Duration.between(Instant.now(), end.plusSeconds(1)));
        return AUTHORITY.badge(id);
    }

    /** Signed with the key of the system's CA, behind its back: the names do not go together, or are no device's. */
    private Badge forged(String commonName, String subjectAltName) throws Exception {
        Path request = temporary.resolve("request.pem");
        Path certificate = temporary.resolve("cert.pem");
        Badge badge = Badge.in(temporary);
        AUTHORITY.openssl(
                "req",
                "-new",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-noenc",
                "-subj",
                "/CN=" + commonName,
                "-addext",
                "subjectAltName=DNS:" + subjectAltName,
                "-addext",
                "extendedKeyUsage=clientAuth",
                "-keyout",
                badge.key().toString(),
                "-out",
                request.toString());
        Path issuer = AUTHORITY.folder().resolve("issuing/cert.pem");
        AUTHORITY.openssl(
                "x509",
                "-req",
                "-in",
                request.toString(),
                "-CA",
                issuer.toString(),
                "-CAkey",
                AUTHORITY.folder().resolve("issuing/key.pem").toString(),
                "-copy_extensions",
                "copy",
                "-days",
                "1",
                "-out",
                certificate.toString());
        Files.writeString(badge.chain(), Files.readString(certificate) + Files.readString(issuer));
        return badge;
    }
}
