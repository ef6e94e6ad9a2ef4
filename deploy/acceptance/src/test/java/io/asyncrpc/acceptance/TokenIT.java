package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.asyncrpc.acceptance.Token.Role;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody gets in without a good token, and nobody further than the token's role. */
class TokenIT {

    private final Organisation organisation = Organisation.fresh();

    @ParameterizedTest(name = "{0}")
    @MethodSource("authorizations")
    void nobodyGetsInWith(String name, String authorization) {
        // Given
        var request = ApiClient.anonymous();
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }

        // Then
        request.get("/tasks")
                .then()
                .statusCode(401)
                .contentType(startsWith("application/problem+json"))
                .header("WWW-Authenticate", startsWith("Bearer"))
                .body("code", equalTo("unauthenticated"));
    }

    static Stream<Arguments> authorizations() throws GeneralSecurityException {
        Instant past = Instant.now().minusSeconds(3_600);
        return Stream.of(
                Arguments.of("no token", ""),
                Arguments.of("an empty token", "Bearer "),
                Arguments.of("garbage", "Bearer garbage"),
                Arguments.of("garbage with dots", "Bearer a.b.c"),
                Arguments.of("another scheme", "Basic YWRtaW46YWRtaW4="),
                Arguments.of("a cut token", "Bearer " + good().substring(0, good().length() - 5)),
                Arguments.of("another payload", "Bearer " + withAnotherPayload()),
                Arguments.of("no signature", "Bearer " + unsigned("none")),
                Arguments.of("no signature, spelled otherwise", "Bearer " + unsigned("nOnE")),
                Arguments.of("the public key as a secret", "Bearer " + signedWithThePublicKey()),
                Arguments.of("another key", "Bearer " + claims().sign(anotherKey())),
                Arguments.of(
                        "an expired token",
                        "Bearer " + claims().with("exp", past.getEpochSecond()).sign(Installation.JWT_KEY)),
                Arguments.of(
                        "another issuer",
                        "Bearer " + claims().with("iss", "https://other").sign(Installation.JWT_KEY)),
                Arguments.of(
                        "another audience",
                        "Bearer " + claims().with("aud", "other").sign(Installation.JWT_KEY)));
    }

    @Test
    void everyResourceWantsAToken() {
        for (String path : new String[] {"/tasks", "/tasks/1", "/devices", "/devices/x", "/devices/x/credentials"}) {
            ApiClient.anonymous().get(path).then().statusCode(401);
        }
        ApiClient.anonymous()
                .contentType("application/json")
                .body("{}")
                .post("/tasks")
                .then()
                .statusCode(401);
        ApiClient.anonymous().delete("/devices/x").then().statusCode(401);
    }

    @Test
    void aTokenWithoutOrganisationSeesNothing() {
        // Given
        String token = claims().with("org", "").sign(Installation.JWT_KEY);

        // Then
        assertThat(new ApiClient(token).get("/tasks").statusCode()).isIn(401, 403);
    }

    @Test
    void aViewerReadsButDoesNotSubmit() {
        // Given
        String deviceId = organisation.register();

        // When
        var refused = organisation.viewer().post("/tasks", Bodies.task(deviceId, "open", ""));

        // Then
        refused.then().statusCode(403).contentType(startsWith("application/problem+json"));
        assertThat(refused.jsonPath().getString("code")).isEqualTo("forbidden");
        assertThat(organisation.viewer().taskCount(deviceId)).isZero();
    }

    @Test
    void anOperatorSubmitsButDoesNotManageDevices() {
        // Given
        String deviceId = organisation.register();
        ApiClient operator = organisation.operator();

        // Then
        operator.submit(deviceId, "open", "");
        operator.json("{}").put("/devices/new-" + Organisation.unique()).then().statusCode(403);
        operator.json("{}").put("/devices/" + deviceId).then().statusCode(403);
        operator.request().post("/devices/" + deviceId + "/credentials").then().statusCode(403);
        operator.request().delete("/devices/" + deviceId).then().statusCode(403);
        operator.get("/devices/" + deviceId).then().statusCode(200);
    }

    @Test
    void aTokenOfNoKnownRoleGetsNowhere() {
        // Given
        String token = claims().with("groups", List.of("guest")).sign(Installation.JWT_KEY);

        // Then
        new ApiClient(token).get("/tasks").then().statusCode(403);
    }

    private static Token claims() {
        return Token.of("org-of-tokens", Role.ADMIN);
    }

    private static String good() {
        return claims().sign(Installation.JWT_KEY);
    }

    private static String withAnotherPayload() {
        String[] mine = good().split("\\.");
        String[] other =
                Token.of("another-org", Role.ADMIN).sign(Installation.JWT_KEY).split("\\.");
        return mine[0] + "." + other[1] + "." + mine[2];
    }

    private static String unsigned(String algorithm) {
        return claims().content(algorithm) + ".";
    }

    /** The old trick: a verifier that lets the token choose takes the public key for an HMAC secret. */
    private static String signedWithThePublicKey() throws GeneralSecurityException {
        String content = claims().content("HS256");
        Mac mac = Mac.getInstance("HmacSHA256");
        byte[] secret = Installation.read(Installation.JWT_PUBLIC_KEY).getBytes(UTF_8);
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return content + "." + Token.base64(mac.doFinal(content.getBytes(UTF_8)));
    }

    private static PrivateKey anotherKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair().getPrivate();
    }
}
