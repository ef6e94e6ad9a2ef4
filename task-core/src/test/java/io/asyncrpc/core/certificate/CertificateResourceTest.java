package io.asyncrpc.core.certificate;

import static io.asyncrpc.core.house.BridgeApi.bridge;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.BridgeCertificates;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.House;
import io.asyncrpc.core.house.Together;
import io.asyncrpc.core.house.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Certificates over HTTP; the bridge is an HTTP server that gives numbers. */
@QuarkusTest
class CertificateResourceTest extends CoreTest {
    private static final String PATH = "/api/v1/devices/{id}/certificates";
    private final BridgeCertificates signer = bridge().certificates();
    private String device = "";
    private final String request = "request " + UUID.randomUUID();

    @BeforeEach
    void register() {
        device = api.device();
    }

    @AfterEach
    void comeBack() {
        signer.comeBack();
    }

    @Test
    void isIssuedAndShown() {
        // When
        JsonNode made = issued();

        // Then
        String serial = made.path("serial").asText();
        assertThat(made.path("chain").asText()).isEqualTo("chain of " + serial);
        Instant begin = Instant.parse(made.path("notBefore").asText());
        assertThat(Duration.between(begin, Instant.parse(made.path("notAfter").asText())))
                .isBetween(Duration.ofDays(365), Duration.ofDays(365).plusMinutes(6));
        JsonNode listed = list();
        assertThat(listed).hasSize(1);
        assertThat(listed.path(0).path("serial").asText()).isEqualTo(serial);
        assertThat(listed.path(0).has("chain")).isFalse();
        assertThat(Api.json(api.viewer().get(PATH + "/{serial}", device, serial)))
                .isEqualTo(made);
    }

    @Test
    void isTakenAndGivenInPem() {
        // When
        Response answer = api.admin()
                .contentType("application/x-pem-file")
                .accept("application/pem-certificate-chain")
                .body(request.getBytes(UTF_8))
                .post(PATH, device);

        // Then
        answer.then().statusCode(201);
        assertThat(answer.asString()).startsWith("chain of ");
        assertThat(answer.header("Location")).startsWith("/api/v1/devices/" + device + "/certificates/");
        Response again =
                api.viewer().accept("application/pem-certificate-chain").get(answer.header("Location"));
        assertThat(again.asString()).isEqualTo(answer.asString());
    }

    @Test
    void endsWithItsAuthorityAtTheLatest() {
        // Given
        Instant end = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
        signer.endAt(end);

        // When
        JsonNode made = issued();

        // Then
        assertThat(Instant.parse(made.path("notAfter").asText())).isEqualTo(end);
        assertThat(Instant.parse(list().path(0).path("notAfter").asText())).isEqualTo(end);
    }

    @Test
    void theSameRequestIsAnsweredWithTheSameUntilThatIsRevoked() {
        // Given
        JsonNode first = issued();

        // When
        Response again = post(request);

        // Then
        again.then().statusCode(200);
        assertThat(Api.json(again)).isEqualTo(first);
        assertThat(signer.wishes(request)).hasSize(1);
        revoke(first.path("serial").asText());
        post(request).then().statusCode(201);
    }

    @Test
    void whoAskAtOnceForOneRequestGetOneCertificate() {
        // When
        Set<String> serials = new HashSet<>();
        for (Response answer : Together.all(8, i -> post(request))) {
            serials.add(Api.json(answer).path("serial").asText());
        }

        // Then
        assertThat(serials).hasSize(1);
        assertThat(list()).hasSize(1);
    }

    @Test
    void noTwoOfADeviceBeginInOneSecond() {
        // When
        List<Response> answers = Together.all(4, i -> post(request + i));

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(list().findValuesAsText("notBefore")).doesNotHaveDuplicates().hasSize(4);
    }

    @Test
    void aDeviceHasSoManyThatAreGoodAndNoMore() {
        // Given
        for (int i = 0; i < 8; i++) {
            post(request + i).then().statusCode(201);
        }

        // When
        Response refused = post(request);

        // Then
        refused.then().statusCode(429);
        revoke(list().path(0).path("serial").asText());
        post(request).then().statusCode(201);
    }

    @Test
    void whatTheSignerRefusesIsRefusedWithItsReason() {
        // When / Then
        JsonNode refused = Api.json(post("refuse me"));
        assertThat(refused.path("code").asText()).isEqualTo("invalid");
        assertThat(refused.path("detail").asText()).isEqualTo("the key must be better");
        assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo("/csr");
        post("garbage").then().statusCode(400).body("detail", org.hamcrest.Matchers.equalTo("there is no PEM"));
        assertThat(list()).isEmpty();
    }

    @Test
    void withoutASignerNothingIsIssued() {
        // Given
        signer.goAway();

        // When / Then
        post(request).then().statusCode(503);
        assertThat(list()).isEmpty();
    }

    @Test
    void oddBodiesAreRefused() {
        // When / Then
        api.admin().body("{}").post(PATH, device).then().statusCode(422);
        api.admin().body("{\"csr\":1}").post(PATH, device).then().statusCode(422);
        api.admin()
                .body("{\"csr\":\"" + "x".repeat(40_000) + "\"}")
                .post(PATH, device)
                .then()
                .statusCode(413);
        api.admin()
                .contentType("image/png")
                .body(new byte[1])
                .post(PATH, device)
                .then()
                .statusCode(415);
        api.admin()
                .contentType("application/x-pem-file")
                .body(new byte[20_000])
                .post(PATH, device)
                .then()
                .statusCode(413);
        api.admin()
                .contentType("application/x-pem-file")
                .body(new byte[] {(byte) 0xff, 1})
                .post(PATH, device)
                .then()
                .statusCode(400);
        api.admin().delete(PATH + "/AB?reason=boredom", device).then().statusCode(400);
        api.admin().delete(PATH + "/AB?why=not", device).then().statusCode(400);
    }

    @Test
    void onlyAdminsOfTheOrganisationManageAndItsViewersRead() {
        // Given
        String serial = issued().path("serial").asText();
        Api others = new Api();

        // When / Then
        api.operator().body(json(request)).post(PATH, device).then().statusCode(403);
        api.operator().delete(PATH + "/{serial}", device, serial).then().statusCode(403);
        others.admin().body(json(request)).post(PATH, device).then().statusCode(404);
        others.admin().get(PATH, device).then().statusCode(404);
        others.admin().get(PATH + "/{serial}", device, serial).then().statusCode(404);
        others.admin().delete(PATH + "/{serial}", device, serial).then().statusCode(404);
        api.admin().delete(PATH + "/{serial}", api.device(), serial).then().statusCode(404);
        assertThat(list().path(0).path("revokedAt").isNull()).isTrue();
    }

    @Test
    void aRevokedOneIsInTheListOfAllAndItsDeviceDisconnected() {
        // Given
        String serial = issued().path("serial").asText();

        // When
        api.admin()
                .delete(PATH + "/{serial}?reason=keyCompromise", device, serial)
                .then()
                .statusCode(204);

        // Then
        assertThat(signer.listsSerial(serial)).isTrue();
        assertThat(signer.disconnected(device)).isTrue();
        JsonNode shown = list().path(0);
        assertThat(shown.path("reason").asText()).isEqualTo("keyCompromise");
        revoke(serial);
        assertThat(list().path(0)).isEqualTo(shown);
        io.restassured.RestAssured.given()
                .get("/pki/crl")
                .then()
                .statusCode(200)
                .header("Content-Type", "application/pkix-crl");
    }

    @Test
    void aRevocationThatTheBrokerDidNotHearIsToldItLater() {
        // Given
        String serial = issued().path("serial").asText();
        signer.goAway();

        // When
        revoke(serial);

        // Then
        signer.comeBack();
        Waiting.until("the list has " + serial, () -> {
            House.house().tick();
            return signer.listsSerial(serial);
        });
    }

    @Test
    void aListThatIsAsNewIsToldWithAHigherNumber() {
        // Given
        String serial = issued().path("serial").asText();
        signer.beAhead(2);

        // When
        revoke(serial);

        // Then
        assertThat(signer.listsSerial(serial)).isTrue();
    }

    @Test
    void aDeviceMadeAnewInheritsNone() {
        // Given
        String serial = issued().path("serial").asText();

        // When
        api.admin().delete("/api/v1/devices/" + device).then().statusCode(204);
        api.admin().body("{}").put("/api/v1/devices/" + device).then().statusCode(201);

        // Then
        assertThat(signer.listsSerial(serial)).isTrue();
        assertThat(list()).isEmpty();
        post(request).then().statusCode(201);
    }

    @Test
    void aDeviceMadeAnewHasNoAccountBeforeTheBrokerKnowsWhatWasRevoked() {
        // Given
        String serial = issued().path("serial").asText();
        signer.goAway();
        api.admin().delete("/api/v1/devices/" + device).then().statusCode(204);

        // When
        JsonNode made = Api.json(api.admin().body("{}").put("/api/v1/devices/" + device));

        // Then
        assertThat(made.path("account").asText()).isEqualTo("PENDING");
        assertThat(bridge().hasAccount(device)).isFalse();
        signer.comeBack();
        Waiting.until("the account is there", () -> {
            House.house().tick();
            return bridge().hasAccount(device);
        });
        assertThat(signer.listsSerial(serial)).isTrue();
    }

    private JsonNode issued() {
        Response answer = post(request);
        answer.then().statusCode(201);
        return Api.json(answer);
    }

    private Response post(String csr) {
        return api.admin().body(json(csr)).post(PATH, device);
    }

    private static String json(String csr) {
        return "{\"csr\":\"" + csr + "\"}";
    }

    private void revoke(String serial) {
        api.admin().delete(PATH + "/{serial}", device, serial).then().statusCode(204);
    }

    private JsonNode list() {
        return Api.json(api.viewer().get(PATH, device)).path("items");
    }
}
