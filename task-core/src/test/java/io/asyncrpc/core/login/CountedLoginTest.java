package io.asyncrpc.core.login;

import static io.asyncrpc.core.house.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.asyncrpc.core.house.GatewayTokens;
import io.asyncrpc.core.house.Together;
import io.asyncrpc.core.house.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What brokers and edges have counted becomes entries once, however often and by however many it is told. */
@QuarkusTest
class CountedLoginTest extends CoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @Inject
    Database database;

    @Inject
    RefusedLoginStore store;

    /** Nobody else's, by which the entries of a test are known. */
    private final String reason = "test_" + UUID.randomUUID().toString().replace('-', '_');

    @Test
    void onlyWhatIsMoreThanWasToldBeforeIsWrittenDown() {
        // When
        tell(START, 17);
        tell(START, 17);
        tell(START, 20);
        tell(START, 18);

        // Then
        assertThat(written()).containsExactly("broker 17", "broker 3");
    }

    @Test
    void whoeverStartedAnewCountsFromNothingAndIsNotBelievedOfBefore() {
        // Given
        tell(START, 17);
        Instant next = START.plusSeconds(60);

        // When
        tell(next, 20);
        tell(START, 19);
        tell(next, 21);

        // Then
        assertThat(written()).containsExactly("broker 17", "broker 20", "broker 1");
    }

    @Test
    void aStartThatIsToldLessExactlyIsTheSame() {
        // When
        tell(START.plusSeconds(5), 17);
        tell(START, 18);
        tell(START.plusSeconds(9), 19);

        // Then
        assertThat(written()).containsExactly("broker 17", "broker 1", "broker 1");
    }

    @Test
    void manyWhoTellTheSameAtOnceSayItOnce() {
        // When
        Together.all(8, i -> {
            tell(START, 17);
            return i;
        });

        // Then
        assertThat(written()).containsExactly("broker 17");
    }

    @Test
    void brokersTellByReport() {
        // Given
        String report = "{\"kind\":\"logins\",\"at\":\"2026-03-01T10:00:10Z\",\"name\":\"rabbit@one\",\"since\":\""
                + START + "\",\"items\":[{\"reason\":\"" + reason + "\",\"count\":17}]}";

        // When
        house().report(report, report);
        house().report(report);

        // Then
        Waiting.until("written down", () -> !written().isEmpty());
        house().report("{\"kind\":\"logins\",\"name\":\"" + reason + "\"}");
        house().putAway(reason);
        assertThat(written()).containsExactly("broker 17");
    }

    @Test
    void edgesTellByTheGateway() {
        // Given
        String told = "{\"v\":1,\"name\":\"one\",\"since\":\"" + START + "\",\"items\":[{\"reason\":\"" + reason
                + "\",\"count\":17}]}";

        // When
        for (int i = 0; i < 2; i++) {
            Api.with(GatewayTokens.ofGateway())
                    .body(told)
                    .post("/house/logins/counted")
                    .then()
                    .statusCode(204);
        }
        api.admin().body(told).post("/house/logins/counted").then().statusCode(403);

        // Then
        assertThat(written()).containsExactly("edge 17");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"v\":1,\"name\":\"one\",\"items\":[]}",
                "{\"v\":1,\"name\":\"one\",\"since\":\"yesterday\",\"items\":[]}",
                "{\"v\":1,\"name\":\"\",\"since\":\"2026-03-01T10:00:00Z\",\"items\":[]}",
                "{\"v\":1,\"name\":\"one\",\"since\":\"2026-03-01T10:00:00Z\"}",
                "{\"v\":1,\"name\":\"one\",\"since\":\"2026-03-01T10:00:00Z\",\"items\":[{\"reason\":\"A b\",\"count\":1}]}",
            })
    void whatIsNoCountIsRefused(String told) {
        Api.with(GatewayTokens.ofGateway())
                .body(told)
                .post("/house/logins/counted")
                .then()
                .statusCode(400);
    }

    private void tell(Instant since, long count) {
        store.add(new CountedLogins("broker", "rabbit@one", since, List.of(new RefusedLogins(reason, count))))
                .await()
                .atMost(PATIENCE);
    }

    private List<String> written() {
        return database.rows("""
                        select actor || ' ' || detail as said from (
                          select id, org, actor, action, target, detail from audit_entry
                          union all select id, org, actor, action, target, detail from audit_new) log
                        where org = '' and action = 'LOGINS_REFUSED' and target = $1 order by id
                        """, reason).stream()
                .map(row -> row.getString("said"))
                .toList();
    }
}
