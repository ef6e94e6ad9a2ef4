package io.asyncrpc.bridge.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.asyncrpc.bridge.account.AccountConfig;
import jakarta.ws.rs.core.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the core is answered, at the end of the issuing CA's life above all. */
@SuppressWarnings("NullAway.Init") // the folder is set by the test framework
class CertificateResourceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @BeforeEach
    void makeAuthority() throws Exception {
        KeyPair key = Requests.ec("secp256r1");
        Files.writeString(
                folder.resolve("key.pem"), IssuingAuthority.pem(new JcaPKCS8Generator(key.getPrivate(), null)));
        Files.writeString(folder.resolve("cert.pem"), IssuingAuthority.pem(Requests.selfSigned(key)));
    }

    @Test
    void theEndThatACertificateGotIsTold() throws Exception {
        // When
        Response early = sign(Requests.BEGIN, Requests.END.minusSeconds(1));
        Response late = sign(Requests.BEGIN, Requests.END.plus(Duration.ofDays(365)));

        // Then
        assertThat(json(early, 201).path("notAfter").asText())
                .isEqualTo(Requests.END.minusSeconds(1).toString());
        assertThat(json(late, 201).path("notAfter").asText()).isEqualTo(Requests.END.toString());
    }

    @Test
    void anAuthorityThatHasEndedSignsNothingAndSaysWhy() throws Exception {
        // When
        Response answer = sign(Requests.END, Requests.END.plusSeconds(60));

        // Then
        assertThat(json(answer, 503).path("detail").asText())
                .contains("the issuing CA has ended")
                .contains(Requests.END.toString());
    }

    @Test
    void aRequestThatIsNotGrantedIsRefusedWithTheReason() throws Exception {
        // When
        Response answer = sign(Requests.BEGIN, Requests.END, "pump-7", "CN=pump-8");

        // Then
        assertThat(json(answer, 422).path("detail").asText()).contains("the subject is");
    }

    @Test
    void nobodyGetsACertificateInTheNameOfAHost() throws Exception {
        // When
        Response answer = sign(Requests.BEGIN, Requests.END, "LocalHost", "CN=LocalHost");

        // Then
        assertThat(json(answer, 422).path("detail").asText()).contains("the name belongs to the house");
    }

    private Response sign(Instant now, Instant end) throws Exception {
        return sign(now, end, "pump-7", "CN=pump-7");
    }

    private Response sign(Instant now, Instant end, String deviceId, String subject) throws Exception {
        Issuing issuing = new Issuing(new InFolder(folder));
        return new CertificateResource(issuing, new HouseNames(), InstantSource.fixed(now))
                .sign(
                        deviceId,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("csr", IssuingAuthority.pem(Requests.of(subject, Requests.ec("secp256r1"))))
                                .put("notBefore", now.minusSeconds(300).toString())
                                .put("notAfter", end.toString()));
    }

    private static JsonNode json(Response answer, int status) throws Exception {
        assertThat(answer.getStatus()).isEqualTo(status);
        return JSON.readTree((String) answer.getEntity());
    }

    private record InFolder(Path folder) implements CertificateConfig {
        @Override
        public Optional<Path> keyFile() {
            return Optional.of(folder.resolve("key.pem"));
        }

        @Override
        public Optional<Path> certificateFile() {
            return Optional.of(folder.resolve("cert.pem"));
        }

        @Override
        public Optional<Path> revocationListFile() {
            return Optional.of(folder.resolve("crl.pem"));
        }

        @Override
        public Duration revocationListLife() {
            return Duration.ofDays(30);
        }
    }

    private record HouseNames() implements AccountConfig {
        @Override
        public Optional<String> houseToken() {
            return Optional.empty();
        }

        @Override
        public Set<String> reservedNames() {
            return Set.of("localhost");
        }

        @Override
        public int maxConnections() {
            return 64;
        }

        @Override
        public Duration listInterval() {
            return Duration.ofMinutes(5);
        }

        @Override
        public int listPage() {
            return 500;
        }
    }
}
