package io.asyncrpc.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.asyncrpc.core.house.GatewayTokens;
import io.asyncrpc.core.house.Tokens;
import io.asyncrpc.core.task.Sha256;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApiKeyTest extends CoreTest {
    @Inject
    Database database;

    @Test
    void onlyTheHashIsKept() {
        // When
        JsonNode made = make("{\"role\":\"operator\"}");

        // Then
        String row = database.rows("select * from api_key where id = $1", uuid(made))
                .getFirst()
                .toJson()
                .encode();
        assertThat(made.path("key").asText()).matches("ark_[A-Za-z0-9_-]{43}");
        assertThat(row).doesNotContain(made.path("key").asText().substring(4));
        assertThat(Duration.between(
                        Instant.parse(made.path("createdAt").asText()),
                        Instant.parse(made.path("expiresAt").asText())))
                .isEqualTo(Duration.ofDays(90));
        assertThat(check(made).path("answer").asText()).isEqualTo("KNOWN");
        assertThat(check(made).path("org").asText()).isEqualTo(api.org());
        assertThat(check(made).path("role").asText()).isEqualTo("operator");
    }

    @Test
    void aUseIsWrittenDownOnceAMinute() {
        // Given
        JsonNode made = make("{\"role\":\"viewer\"}");
        check(made);
        Object first = lastUsed(made);

        // When
        check(made);
        Object second = lastUsed(made);
        database.rows("update api_key set last_used_at = last_used_at - interval '61 s' where id = $1", uuid(made));
        Object earlier = lastUsed(made);
        check(made);

        // Then
        assertThat(first).isEqualTo(second);
        assertThat(lastUsed(made)).isNotEqualTo(earlier);
    }

    @Test
    void whatEndedIsToldAsSuch() {
        // Given
        JsonNode revoked = make("{\"role\":\"admin\"}");
        JsonNode child = makeWith(revoked, "{\"role\":\"viewer\"}");
        JsonNode expired = make("{\"role\":\"admin\"}");
        JsonNode childOfExpired = makeWith(expired, "{\"role\":\"viewer\"}");

        // When
        api.admin().delete("/api/v1/keys/" + revoked.path("id").asText()).then().statusCode(204);
        database.rows("update api_key set expires_at = created_at where id = $1", uuid(expired));

        // Then
        assertThat(check(revoked).path("answer").asText()).isEqualTo("REVOKED");
        assertThat(check(child).path("answer").asText()).isEqualTo("REVOKED");
        assertThat(check(expired).path("answer").asText()).isEqualTo("EXPIRED");
        assertThat(check(childOfExpired).path("answer").asText()).isEqualTo("EXPIRED");
        assertThat(check("0".repeat(64)).path("answer").asText()).isEqualTo("UNKNOWN");
        assertThat(lastUsed(child)).isNull();
    }

    @Test
    void onlyTheGatewayMayAsk() {
        // Given
        String body = "{\"hash\":\"" + "0".repeat(64) + "\"}";
        String pretender =
                Tokens.claims().claim("org", api.org()).groups("gateway").sign(Tokens.key());
        JwtClaimsBuilder late = Jwt.issuer("urn:asyncrpc:gateway")
                .audience("urn:asyncrpc:core")
                .subject("gateway")
                .groups("gateway")
                .issuedAt(Instant.now().minusSeconds(200))
                .expiresAt(Instant.now().minusSeconds(100));

        // Then
        Api.with(GatewayTokens.ofGateway())
                .body(body)
                .post("/house/keys/check")
                .then()
                .statusCode(200);
        Api.with(pretender).body(body).post("/house/keys/check").then().statusCode(403);
        api.admin().body(body).post("/house/keys/check").then().statusCode(403);
        Api.with(GatewayTokens.ofKey(UUID.randomUUID().toString(), api.org(), "admin"))
                .body(body)
                .post("/house/keys/check")
                .then()
                .statusCode(403);
        Api.with(GatewayTokens.sign(late))
                .body(body)
                .post("/house/keys/check")
                .then()
                .statusCode(401);
    }

    @Test
    void noOtherKeyNorAudienceMakesATokenOfTheGateway() {
        // Given
        String id = UUID.randomUUID().toString();
        List<String> bad = List.of(
                GatewayTokens.claims("key:" + id, "admin")
                        .claim("org", api.org())
                        .sign(Tokens.key()),
                GatewayTokens.sign(GatewayTokens.claims("key:" + id, "admin")
                        .claim("org", api.org())
                        .audience("asyncrpc")),
                GatewayTokens.sign(GatewayTokens.claims("key:" + id, "admin")
                        .claim("org", api.org())
                        .expiresIn(Duration.ofHours(1))),
                GatewayTokens.sign(Tokens.claims().claim("org", api.org()).groups("admin")));

        // Then
        Api.with(GatewayTokens.ofKey(id, api.org(), "admin"))
                .get("/api/v1/keys")
                .then()
                .statusCode(200);
        assertThat(bad)
                .allSatisfy(token -> Api.with(token)
                        .get("/api/v1/keys")
                        .then()
                        .statusCode(401)
                        .body("code", equalTo("unauthenticated")));
    }

    @Test
    void anOrganisationHasSoManyAndNoMore() {
        // Given
        make("{\"role\":\"viewer\"}");
        database.rows("""
                insert into api_key (id, org, role, hash, created_at, created_by, expires_at)
                select gen_random_uuid(), $1, 'viewer', sha256(gen_random_uuid()::text::bytea), now(), 'test', now() + interval '1 h'
                from generate_series(1, 998)
                """, api.org());

        // When
        make("{\"role\":\"viewer\"}");
        Response tooMany = api.admin().body("{\"role\":\"viewer\"}").post("/api/v1/keys");

        // Then
        tooMany.then().statusCode(429).body("code", equalTo("quota-exceeded"));
    }

    @Test
    void whatEndedCountsForADayAndIsForgottenAfterAQuarter() {
        // Given
        JsonNode old = make("{\"role\":\"viewer\"}");
        database.rows("""
                insert into api_key (id, org, role, hash, created_at, created_by, expires_at)
                select gen_random_uuid(), $1, 'viewer', sha256(gen_random_uuid()::text::bytea), now(), 'test', now()
                from generate_series(1, 999)
                """, api.org());

        // When
        Response tooMany = api.admin().body("{\"role\":\"viewer\"}").post("/api/v1/keys");
        database.rows("""
                update api_key set created_at = created_at - interval '91 d', expires_at = now() - interval '91 d' where org = $1
                """, api.org());
        make("{\"role\":\"viewer\"}");

        // Then
        tooMany.then().statusCode(429).body("code", equalTo("quota-exceeded"));
        assertThat(database.count("select count(*) from api_key where org = $1", api.org()))
                .isOne();
        api.admin().get("/api/v1/keys/" + old.path("id").asText()).then().statusCode(404);
    }

    @Test
    void aPageLeadsToTheNext() {
        // Given
        List<String> made = IntStream.range(0, 5)
                .mapToObj(i -> make("{\"role\":\"viewer\"}").path("id").asText())
                .toList();

        // When
        JsonNode page = Api.json(api.admin().get("/api/v1/keys?limit=3"));
        JsonNode rest = Api.json(api.admin()
                .get("/api/v1/keys?limit=3&cursor=" + page.path("next").asText()));

        // Then
        assertThat(page.findValuesAsText("id")).containsExactly(made.get(4), made.get(3), made.get(2));
        assertThat(rest.findValuesAsText("id")).containsExactly(made.get(1), made.get(0));
        assertThat(rest.path("next").isNull()).isTrue();
    }

    private JsonNode make(String wish) {
        return made(api.admin().body(wish).post("/api/v1/keys"));
    }

    private JsonNode makeWith(JsonNode parent, String wish) {
        String token = GatewayTokens.ofKey(parent.path("id").asText(), api.org(), "viewer", "operator", "admin");
        return made(Api.with(token).body(wish).post("/api/v1/keys"));
    }

    private static JsonNode made(Response answer) {
        answer.then().statusCode(201);
        return Api.json(answer);
    }

    private static JsonNode check(JsonNode made) {
        byte[] key = made.path("key").asText().getBytes(StandardCharsets.US_ASCII);
        return check(HexFormat.of().formatHex(Sha256.of(key)));
    }

    private static JsonNode check(String hash) {
        Response answer = Api.with(GatewayTokens.ofGateway())
                .body("{\"hash\":\"" + hash + "\"}")
                .post("/house/keys/check");
        answer.then().statusCode(200);
        return Api.json(answer);
    }

    private @org.jspecify.annotations.Nullable Object lastUsed(JsonNode made) {
        return database.rows("select last_used_at from api_key where id = $1", uuid(made))
                .getFirst()
                .getValue(0);
    }

    private static UUID uuid(JsonNode made) {
        return UUID.fromString(made.path("id").asText());
    }
}
