package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ConnectionFactory;
import io.asyncrpc.acceptance.TestDevice.Account;
import io.asyncrpc.acceptance.Token.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is refused at the edge or at the broker is counted in the audit log. */
@Tag(Installation.LAUNCHER)
class RefusedLoginIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EDGE = variable("HTTPS_URL");
    private static final String BROKER = variable("RABBITMQ_MANAGEMENT_URL") + "/api/overview";

    private static CoreTables tables;

    private final Organisation organisation = Organisation.fresh();

    @BeforeAll
    static void open() throws Exception {
        tables = new CoreTables();
    }

    @AfterAll
    static void close() throws Exception {
        tables.close();
    }

    @Test
    void tokensThatTheEdgeRefusedAreThereByReason() throws Exception {
        // Given
        Token good = Token.of("org-" + Organisation.unique(), Role.VIEWER);
        String signed = good.sign(Installation.JWT_KEY);
        Map<String, String> bad = Map.of(
                "missing", "",
                "unreadable", "Bearer nonsense",
                "algorithm", "Bearer " + good.content("none") + ".",
                "signature", "Bearer " + signed.substring(0, signed.length() - 8) + "AAAAAAAA",
                "expired",
                        "Bearer "
                                + good.with("exp", Instant.now().getEpochSecond() - 60)
                                        .sign(Installation.JWT_KEY),
                "issuer", "Bearer " + good.with("iss", "https://other").sign(Installation.JWT_KEY),
                "audience", "Bearer " + good.with("aud", "others").sign(Installation.JWT_KEY));
        Map<String, Long> before =
                bad.keySet().stream().collect(Collectors.toMap(Function.identity(), reason -> written("edge", reason)));

        // When
        for (String authorization : bad.values()) {
            Map<String, String> headers = authorization.isEmpty() ? Map.of() : Map.of("Authorization", authorization);
            Edge.trusting(EDGE).headers(headers).get("/tasks").then().statusCode(401);
        }

        // Then
        before.forEach((reason, count) ->
                Awaitility.await(reason).atMost(PATIENCE).until(() -> written("edge", reason) > count));
    }

    @ParameterizedTest
    @CsvSource({"POST, /house/logins/counted", "POST, /house/logins/refused", "GET, /q/logins"})
    void nobodyOutsideTellsOrReadsNumbers(String method, String path) {
        Edge.trusting(EDGE).basePath("").request(method, path).then().statusCode(404);
        organisation.admin().request().basePath("").request(method, path).then().statusCode(404);
    }

    @Test
    void devicesThatTheBrokerRefusedAreThere() throws Exception {
        // Given
        String id = organisation.register();
        Authority authority = Authority.ofTheSystem();
        String unregistered = "nobody-" + Organisation.unique();
        long before = written("broker", "mqtt");

        // When
        assertThat(Stranger.overPlainMqtt(id)
                        .with(new Account(id, "guessed"))
                        .speaksFor(id)
                        .status())
                .isNotZero();
        assertThat(Stranger.overPlainMqtt(id).speaksFor(id).status()).isNotZero();
        assertThat(Stranger.overTls(unregistered)
                        .with(authority.issue(unregistered))
                        .speaksFor(unregistered)
                        .status())
                .isNotZero();

        // Then
        Awaitility.await("written down").atMost(PATIENCE).until(() -> written("broker", "mqtt") >= before + 3);
    }

    @Test
    void accountsOfTheHouseThatTheBrokerRefusedAreThereByWhatTheySpoke() {
        // Given
        long amqp = written("broker", "amqp091");
        long http = written("broker", "http");
        ConnectionFactory guessing = new ConnectionFactory();
        guessing.setHost(variable("RABBITMQ_HOST"));
        guessing.setPort(Integer.parseInt(variable("RABBITMQ_PORT")));
        guessing.setUsername("core");
        guessing.setPassword("guessed");

        // When
        assertThatThrownBy(guessing::newConnection).isInstanceOf(AuthenticationFailureException.class);
        given().auth()
                .preemptive()
                .basic("bridge", "guessed")
                .get(BROKER)
                .then()
                .statusCode(401);

        // Then
        Awaitility.await("written down")
                .atMost(PATIENCE)
                .until(() -> written("broker", "amqp091") > amqp && written("broker", "http") > http);
    }

    private static long written(String by, String reason) {
        try {
            return Long.parseLong(tables.find("""
                    select coalesce(sum(detail::bigint), 0) from (
                      select org, actor, action, target, detail from audit_entry
                      union all select org, actor, action, target, detail from audit_new) log
                    where action = 'LOGINS_REFUSED' and org = '' and actor = '%s' and target = '%s'
                    """.formatted(by, reason)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
