package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Problems.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.acceptance.Applicant.Issued;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates over the API: what a device asks for is signed or refused, and what is signed opens the broker's door. */
class CertificateApiIT {

    private static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256";

    private final Path temporary;
    private final Organisation organisation = Organisation.fresh();
    private final String id = organisation.register();
    private final Applicant applicant;

    CertificateApiIT(@TempDir Path temporary) {
        this.temporary = temporary;
        this.applicant = new Applicant(organisation, temporary);
    }

    @Test
    void aDeviceWithAnIssuedCertificateIsLetInAndWorks() throws Exception {
        // Given
        Issued issued = applicant.issue(id);
        String task = organisation.operator().submit(id, "17", "");

        // When
        try (TestDevice device = TestDevice.connect(id, issued.badge())) {
            device.claim(task);
            device.res(task, 200, "{}");
        }

        // Then
        organisation.viewer().awaitState(task, "DONE");
    }

    @Test
    void openSslFindsTheCertificateGoodUntilItIsOnTheList() throws Exception {
        // Given
        Issued issued = applicant.issue(id);
        Path chain = issued.badge().chain();
        verify(chain);

        // When
        applicant.revoke(id, issued.serial());

        // Then
        assertThatThrownBy(() -> verify(chain)).hasMessageContaining("certificate revoked");
    }

    @ParameterizedTest
    @CsvSource({
        "/CN=other," + EC + ",,the subject is",
        "/O=us/CN=," + EC + ",,the subject is",
        "/CN=,rsa:1024,,the key must be",
        "/CN=,ec -pkeyopt ec_paramgen_curve:secp256k1,,the key must be",
        "/CN=,ed25519,,the key must be",
        "/CN=," + EC + ",subjectAltName=DNS:other,may be DNS:",
        "/CN=," + EC + ",basicConstraints=CA:TRUE,not granted",
        "/CN=," + EC + ",extendedKeyUsage=serverAuth,not granted",
    })
    void aBadRequestIsRefusedWithTheReason(String subject, String key, @Nullable String extension, String reason)
            throws Exception {
        // Given
        String whole = subject.endsWith("=") ? subject + id : subject;
        Path request = extension == null
                ? applicant.request(id, whole, key)
                : applicant.request(id, whole, key, "-addext", extension);

        // When
        Response answer = applicant.hand(id, Files.readString(request));

        // Then
        assertProblem(answer, 422, "invalid");
        assertThat(answer.jsonPath().getString("detail")).contains(reason);
        assertThat(organisation
                        .viewer()
                        .get("/devices/" + id + "/certificates")
                        .jsonPath()
                        .getList("items"))
                .isEmpty();
    }

    @Test
    void whatIsNoRequestIsMalformed() throws Exception {
        // Given
        Path request = applicant.request(id);
        String good = Files.readString(request);

        // When / Then
        assertProblem(applicant.hand(id, good + good), 400, "malformed");
        assertProblem(applicant.hand(id, Files.readString(request.resolveSibling("key.pem"))), 400, "malformed");
        assertProblem(applicant.hand(id, good.substring(0, 200)), 400, "malformed");
        assertProblem(applicant.hand(id, "x".repeat(17_000)), 413, "too-large");
    }

    @Test
    void onlyAdminsOfTheOrganisationHaveCertificatesSigned() throws Exception {
        // Given
        String request = Files.readString(applicant.request(id));
        Applicant other = new Applicant(Organisation.fresh(), temporary);

        // When / Then
        assertProblem(other.hand(id, request), 404, "device-not-found");
        Response asOperator = organisation
                .operator()
                .request()
                .contentType("application/x-pem-file")
                .body(request.getBytes(UTF_8))
                .post("/devices/" + id + "/certificates");
        assertProblem(asOperator, 403, "forbidden");
    }

    @Test
    void aKeyThatIsCompromisedIsSignedForNobodyAgain() throws Exception {
        // Given
        Issued issued = applicant.issue(id);
        Path key = issued.badge().key();
        Applicant other = new Applicant(Organisation.fresh(), temporary);
        String foreign = other.organisation().register();
        organisation
                .admin()
                .request()
                .delete("/devices/" + id + "/certificates/" + issued.serial() + "?reason=keyCompromise")
                .then()
                .statusCode(204);

        // When
        Response own = applicant.hand(id, Files.readString(applicant.again(key, id)));
        Response others = other.hand(foreign, Files.readString(other.again(key, foreign)));

        // Then
        assertProblem(own, 422, "key-compromised");
        assertProblem(others, 422, "key-compromised");
        assertThat(others.asString()).doesNotContain(id, organisation.name(), issued.serial());
        TestDevice.open(id, applicant.issue(id).badge()).close();
    }

    @Test
    void aDeviceMadeAnewDoesNotInherit() throws Exception {
        // Given
        Issued issued = applicant.issue(id);
        TestDevice.open(id, issued.badge()).close();

        // When
        organisation.admin().request().delete("/devices/" + id).then().statusCode(204);
        organisation.register(id);

        // Then
        assertThatThrownBy(() -> TestDevice.open(id, issued.badge())).hasMessageContaining("certificate_revoked");
        TestDevice.open(id, applicant.issue(id).badge()).close();
    }

    @Test
    void theListIsThereForEverybody() {
        // When
        Response der = ApiClient.anonymous().basePath("").get("/pki/crl");
        Response pem = ApiClient.anonymous()
                .basePath("")
                .accept("application/x-pem-file")
                .get("/pki/crl");

        // Then
        der.then().statusCode(200).header("Content-Type", "application/pkix-crl");
        pem.then().statusCode(200).header("Content-Type", "application/x-pem-file");
        assertThat(pem.asString()).startsWith("-----BEGIN X509 CRL-----");
        ApiClient.anonymous().basePath("").delete("/pki/crl").then().statusCode(401);
        ApiClient.anonymous().basePath("").get("/pki/").then().statusCode(401);
    }

    /** As somebody who has the root alone, and the list from the API. */
    private void verify(Path chain) throws Exception {
        Path list = Files.write(
                temporary.resolve("crl.pem"),
                ApiClient.anonymous()
                        .basePath("")
                        .accept("application/x-pem-file")
                        .get("/pki/crl")
                        .asByteArray());
        Authority authority = Authority.ofTheSystem();
        authority.openssl(
                "verify",
                "-CAfile",
                authority.folder().resolve("ca.pem").toString(),
                "-untrusted",
                chain.toString(),
                "-crl_check",
                "-CRLfile",
                list.toString(),
                "-purpose",
                "sslclient",
                chain.toString());
    }
}
