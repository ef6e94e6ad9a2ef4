package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Authority.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request that a device made itself is granted as it is, or refused with the reason. */
class SigningRequestTest {

    private static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256";

    private final Path temporary;

    private final Authority authority;

    SigningRequestTest(@TempDir Path temporary) throws Exception {
        this.temporary = temporary;
        this.authority = new Authority(temporary.resolve("ca"));
        authority.does("init");
    }

    @ParameterizedTest
    @CsvSource({
        EC + ",",
        EC + ",subjectAltName=DNS:own",
        "ec -pkeyopt ec_paramgen_curve:P-384,",
        "rsa:2048,",
    })
    void aGoodRequestIsSigned(String key, @Nullable String extension) throws Exception {
        // When
        authority.does("sign-csr", "own", request("/CN=own", key, extension).toString());

        // Then
        assertThat(AuthorityTest.certificate(authority.badge("own").chain()).getSubjectAlternativeNames())
                .containsExactly(List.of(2, "own"));
        authority.does("verify", "own");
        assertThat(authority.badge("own").key()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "/CN=other," + EC + ",,the subject is 'CN=other'",
        "/O=us/CN=own," + EC + ",,'CN=own,O=us'",
        "/CN=own.*," + EC + ",,the subject is",
        "/CN=own,rsa:1024,,the key must be",
        "/CN=own,ec -pkeyopt ec_paramgen_curve:secp256k1,,the key must be",
        "/CN=own,ed25519,,the key must be",
        "/CN=own," + EC + ",subjectAltName=DNS:other,not granted (X509v3 Subject Alternative Name: DNS:other)",
        "/CN=own," + EC + ",'subjectAltName=DNS:own,DNS:other',not granted",
        "/CN=own," + EC + ",basicConstraints=CA:TRUE,not granted (X509v3 Basic Constraints: CA:TRUE)",
        "/CN=own," + EC + ",extendedKeyUsage=serverAuth,not granted",
    })
    void aBadRequestIsRefusedWithTheReason(String subject, String key, @Nullable String extension, String reason)
            throws Exception {
        // When
        Answer answer = authority.run(
                "sign-csr", "own", request(subject, key, extension).toString());

        // Then
        assertThat(answer.status()).isNotZero();
        assertThat(answer.said()).contains(reason);
        assertThat(authority.does("list")).isEmpty();
    }

    @Test
    void aKeyThatIsCompromisedIsSignedForNobodyAgain() throws Exception {
        // Given
        Path request = request("/CN=own", EC, null);
        authority.does("sign-csr", "own", request.toString());
        authority.does("revoke", "own", "--reason", "superseded");
        authority.does("sign-csr", "own", request.toString());
        authority.does("revoke", "own", "--reason", "keyCompromise");
        Path foreign = temporary.resolve("other.pem");
        String key = temporary.resolve("key.pem").toString();
        authority.openssl("req", "-new", "-subj", "/CN=other", "-key", key, "-out", foreign.toString());

        // When
        Answer again = authority.run("sign-csr", "own", request.toString());
        Answer other = authority.run("sign-csr", "other", foreign.toString());

        // Then
        assertThat(again.status()).isNotZero();
        assertThat(again.said()).contains("the key is compromised");
        assertThat(other.said()).contains("the key is compromised");
        authority.does("sign-csr", "own", request("/CN=own", EC, null).toString());
    }

    @Test
    void aRequestWithABrokenSignatureIsRefused() throws Exception {
        // Given
        Path request = request("/CN=own", EC, null);
        byte[] bytes = Base64.getMimeDecoder().decode(Files.readString(request).replaceAll("-----[A-Z ]+-----", ""));
        bytes[bytes.length - 1] ^= 1;
        Files.writeString(
                request,
                "-----BEGIN CERTIFICATE REQUEST-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                        + "\n-----END CERTIFICATE REQUEST-----\n");

        // When
        Answer answer = authority.run("sign-csr", "own", request.toString());

        // Then
        assertThat(answer.status()).isNotZero();
        assertThat(answer.said()).containsIgnoringCase("signature");
    }

    private Path request(String subject, String key, @Nullable String extension) throws Exception {
        Path request = temporary.resolve("request.pem");
        List<String> arguments = new ArrayList<>(List.of("req", "-new", "-noenc", "-subj", subject, "-newkey"));
        arguments.addAll(List.of(key.split(" ")));
        arguments.addAll(List.of("-out", request.toString()));
        arguments.addAll(List.of("-keyout", temporary.resolve("key.pem").toString()));
        if (extension != null) {
            arguments.addAll(List.of("-addext", extension));
        }
        authority.openssl(arguments.toArray(String[]::new));
        return request;
    }
}
