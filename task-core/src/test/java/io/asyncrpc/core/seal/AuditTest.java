package io.asyncrpc.core.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.asyncrpc.core.house.GatewayTokens;
import io.asyncrpc.core.house.Together;
import io.asyncrpc.core.house.Tokens;
import io.asyncrpc.core.task.Sha256;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each deed is written down once, with what was done, and only if it was; what is sealed is there in order. */
@QuarkusTest
class AuditTest extends CoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Database database;

    @Inject
    SealStore seals;

    @Test
    void whoDidWhatIsThereNewestFirst() {
        // Given
        String device = api.device();
        api.admin()
                .body("{\"description\":\"new\"}")
                .put("/api/v1/devices/" + device)
                .then()
                .statusCode(200);
        String task = api.task(device);
        api.operator()
                .body("{\"force\":true}")
                .post("/api/v1/tasks/" + task + "/cancel")
                .then()
                .statusCode(200);
        api.admin().post("/api/v1/devices/" + device + "/credentials").then().statusCode(201);
        String key =
                api.admin().body("{\"role\":\"viewer\"}").post("/api/v1/keys").path("id");
        api.admin().delete("/api/v1/keys/" + key).then().statusCode(204);

        // When
        api.admin().delete("/api/v1/devices/" + device).then().statusCode(204);

        // Then
        List<JsonNode> log = log("");
        assertThat(log.stream()
                        .map(entry -> entry.path("action").asText() + " "
                                + entry.path("target").asText()))
                .containsExactly(
                        "DEVICE_DELETED " + device,
                        "KEY_REVOKED " + key,
                        "KEY_MADE " + key,
                        "CREDENTIALS_MADE " + device,
                        "TASK_CANCELLED " + task,
                        "TASK_SUBMITTED " + task,
                        "DEVICE_CHANGED " + device,
                        "DEVICE_REGISTERED " + device);
        assertThat(log)
                .allSatisfy(entry -> assertThat(entry.path("actor").asText()).isEqualTo("test"));
        assertThat(log.get(4).path("detail").asText()).isEqualTo("force");
        assertThat(log.get(5).path("detail").asText()).isEqualTo(device + " 17");
        assertThat(log("?action=KEY_MADE")).hasSize(1);
        assertThat(log("?target=" + device)).hasSize(4);
        assertThat(log("?actor=nobody")).isEmpty();
        assertThat(log("?until=" + log.get(7).path("at").asText())).isEmpty();
    }

    @Test
    void whatWasNotDoneIsNotThere() {
        // Given
        String device = api.device();
        String body = "{\"deviceId\":\"" + device + "\",\"method\":\"17\"}";
        String task = api.operator()
                .header("Idempotency-Key", "k")
                .body(body)
                .post("/api/v1/tasks")
                .path("id");
        api.operator().post("/api/v1/tasks/" + task + "/cancel").then().statusCode(200);
        int before = log("").size();

        // When
        api.operator()
                .header("Idempotency-Key", "k")
                .body(body)
                .post("/api/v1/tasks")
                .then()
                .statusCode(202);
        api.operator().post("/api/v1/tasks/" + task + "/cancel").then().statusCode(200);
        api.operator()
                .body(body.replace(device, "nobody"))
                .post("/api/v1/tasks")
                .then()
                .statusCode(404);
        api.viewer().body(body).post("/api/v1/tasks").then().statusCode(403);
        api.admin().delete("/api/v1/devices/nobody").then().statusCode(404);
        api.admin().delete("/api/v1/keys/" + UUID.randomUUID()).then().statusCode(404);

        // Then
        assertThat(log("")).hasSize(before);
    }

    @Test
    void anAdminSeesItsOwnOrganisationAndOthersNothing() {
        // Given
        api.device();
        Api other = new Api();

        // Then
        assertThat(Api.json(other.admin().get("/api/v1/audit")).path("items")).isEmpty();
        api.operator().get("/api/v1/audit").then().statusCode(403);
        api.admin().delete("/api/v1/audit").then().statusCode(405);
        api.admin().get("/api/v1/audit?action=NOTHING").then().statusCode(400);
        api.admin().get("/api/v1/audit?colour=red").then().statusCode(400);
    }

    @Test
    void aPageLeadsToTheNextAlsoAcrossTheLastSeal() {
        // Given
        String device = api.device();
        IntStream.range(0, 4).forEach(i -> api.task(device));
        sealAll();
        IntStream.range(0, 4).forEach(i -> api.task(device));
        List<String> all =
                log("").stream().map(entry -> entry.path("id").asText()).toList();

        // When
        JsonNode page = Api.json(api.admin().get("/api/v1/audit?limit=6"));
        JsonNode rest = Api.json(api.admin()
                .get("/api/v1/audit?limit=6&cursor=" + page.path("next").asText()));

        // Then
        assertThat(all).hasSize(9);
        assertThat(page.path("items").findValuesAsText("id")).isEqualTo(all.subList(0, 6));
        assertThat(rest.path("items").findValuesAsText("id")).isEqualTo(all.subList(6, 9));
        assertThat(page.path("items").path(0).path("number").isNull()).isTrue();
        assertThat(rest.path("items").path(2).path("number").isNumber()).isTrue();
    }

    @Test
    void manyWhoSealMakeOneChainWithoutGaps() {
        // Given
        String device = api.device();

        // When
        Together.all(16, i -> {
            api.task(device);
            return seals.seal().await().atMost(PATIENCE);
        });
        sealAll();

        // Then
        assertThat(database.count("select count(*) from audit_entry where org = $1", api.org()))
                .isEqualTo(17);
        assertThat(database.count("select max(number) - min(number) + 1 - count(*) from audit_entry"))
                .isZero();
        assertThat(database.count("""
                select count(*) from audit_seal s left join audit_seal b on b.number = s.number - 1
                where s.first_entry <> coalesce(b.last_entry, 0) + 1
                """)).isZero();
        assertThat(database.count("select count(*) from audit_entry e join audit_new n using (id)"))
                .isZero();
    }

    @Test
    void whatIsNewIsTakenInOnePassAlsoByAPlanMadeWhenThereWasNothing() {
        // Given
        sealAll();
        database.rows("vacuum analyze audit_new");

        // When
        List<String> plan = database.rows("explain " + SealStore.TAKE.replace("$1", "5000")).stream()
                .map(row -> row.getString(0))
                .toList();

        // Then
        assertThat(plan).isNotEmpty().noneMatch(line -> line.contains("Join") || line.contains("Nested Loop"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_entry set actor = 'nobody'",
                "delete from audit_entry",
                "truncate audit_entry",
                "update audit_seal set number = number + 1",
                "delete from audit_seal",
                "update audit_new set actor = 'nobody'",
                "truncate audit_new"
            })
    void whatIsWrittenStays(String lie) {
        assertThatThrownBy(() -> database.rows(lie)).hasMessageContaining("written once");
    }

    @Test
    void refusedLoginsAreWrittenDownByReasonAndThoseOfAKeyForItsOrganisation() {
        // Given
        JsonNode key = Api.json(api.admin().body("{\"role\":\"viewer\"}").post("/api/v1/keys"));
        api.admin().delete("/api/v1/keys/" + key.path("id").asText()).then().statusCode(204);
        String hash =
                HexFormat.of().formatHex(Sha256.of(key.path("key").asText().getBytes(StandardCharsets.US_ASCII)));

        // When
        Api.with(GatewayTokens.ofGateway())
                .body("{\"hash\":\"" + hash + "\"}")
                .post("/house/keys/check")
                .then()
                .statusCode(200)
                .body("answer", equalTo("REVOKED"));

        // Then
        JsonNode refused = log("?action=LOGINS_REFUSED").getFirst();
        assertThat(refused.path("actor").asText())
                .isEqualTo("key:" + key.path("id").asText());
        assertThat(refused.path("target").asText()).isEqualTo("key_revoked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key:01957e5a-7c00-7000-8000-000000000001", "device:pump-7", "sub:ann"})
    void noSubjectOfAProviderPassesForSomebodyOfTheHouse(String subject) {
        // When
        Api.with(Tokens.claims()
                        .subject(subject)
                        .claim("org", api.org())
                        .groups(Set.of("admin"))
                        .sign(Tokens.key()))
                .body("{}")
                .put("/api/v1/devices/" + Api.newId())
                .then()
                .statusCode(201);

        // Then
        assertThat(log("").getFirst().path("actor").asText()).isEqualTo("sub:" + subject);
    }

    @Test
    void whatTheGatewayTellsOfStrangersIsNoOrganisations() {
        // Given
        String reason = "test_" + UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        String told = "{\"v\":1,\"items\":[{\"reason\":\"" + reason + "\",\"count\":17}]}";

        // When
        Api.with(GatewayTokens.ofGateway())
                .body(told)
                .post("/house/logins/refused")
                .then()
                .statusCode(204);
        api.admin().body(told).post("/house/logins/refused").then().statusCode(403);

        // Then
        assertThat(database.rows("select org, actor, detail from audit_new where target = $1", reason))
                .singleElement()
                .satisfies(row -> assertThat(Set.of(row.getString(0), row.getString(1), row.getString(2)))
                        .isEqualTo(Set.of("", "gateway", "17")));
        for (String bad : List.of(
                "{}",
                "{\"v\":1}",
                "{\"v\":1,\"items\":[{\"reason\":\"A b\",\"count\":1}]}",
                "[",
                told.replace("17", "0"))) {
            Api.with(GatewayTokens.ofGateway())
                    .body(bad)
                    .post("/house/logins/refused")
                    .then()
                    .statusCode(400);
        }
    }

    private void sealAll() {
        while (seals.seal().await().atMost(PATIENCE) > 0) {}
    }

    private List<JsonNode> log(String query) {
        var answer = api.admin().get("/api/v1/audit" + query);
        answer.then().statusCode(200);
        return Api.json(answer).path("items").valueStream().toList();
    }
}
