package io.asyncrpc.core.device;

import static io.asyncrpc.core.house.BridgeApi.bridge;
import static io.asyncrpc.core.house.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.asyncrpc.core.house.Waiting;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the core does when the broker's accounts are not those of the registry. */
@QuarkusTest
class AccountRepairTest extends CoreTest {

    @Inject
    Database database;

    @Inject
    MeterRegistry metrics;

    /** The core takes no list for a word on accounts made a few seconds before it. */
    private final Instant later = Instant.now().plusSeconds(60);

    /** No other test has devices between these names. */
    private final String first = Api.newId();

    private final String second = first + "-2";
    private final String third = first + "-3";

    @Test
    void lostAccountIsMadeAnewAndCounted() {
        // Given
        register(first, second, third);
        bridge().lose(second);
        double before = repaired();

        // When
        house().report(listed(later, first, third));

        // Then
        upkeepUntil(
                "the account is back",
                () -> bridge().hasAccount(second) && states(second).equals("READY"));
        assertThat(bridge().callsFor(second)).containsExactly("PUT " + second, "PUT " + second);
        assertThat(bridge().callsFor(third)).hasSize(1);
        assertThat(repaired()).isEqualTo(before + 1);
    }

    @Test
    void nameThatWasLeftOutByMistakeChangesNothing() {
        // Given
        register(first, second);
        double before = repaired();

        // When
        house().report(listed(later, first));

        // Then
        upkeepUntil("it was looked at", () -> bridge().callsFor(second).size() == 2);
        Waiting.until("ready", () -> states(second).equals("READY"));
        assertThat(repaired()).isEqualTo(before);
    }

    @Test
    void listIsNoWordOnNamesOutsideItsRangeOrOnAccountsMadeSince() {
        // Given
        register(second, third);

        // When
        house().report(listed(Instant.now()));
        house().report("{\"kind\":\"accounts\",\"at\":\"" + later + "\",\"after\":\"" + second + "\",\"until\":\""
                + second + "\",\"names\":[]}");
        house().report("{\"kind\":\"accounts\",\"at\":\"" + later + "\",\"after\":\"" + first + "\",\"until\":\""
                + second + "\",\"names\":[]}");

        // Then
        upkeepUntil("the last was read", () -> bridge().callsFor(second).size() == 2);
        assertThat(bridge().callsFor(third)).hasSize(1);
    }

    @Test
    void accountOfADeletedDeviceThatCameBackGoesAgainAndAStrangerStays() {
        // Given
        register(first);
        api.admin().delete("/api/v1/devices/" + first).then().statusCode(204);
        bridge().findAgain(first);
        bridge().findAgain(second);
        bridge().findAgain("operator");

        // When
        house().report(listed(later, first, second, "operator"));

        // Then
        upkeepUntil("the account is gone", () -> !bridge().hasAccount(first));
        Waiting.until("removed", () -> states(first).equals("REMOVED"));
        assertThat(bridge().hasAccount(second)).isTrue();
        assertThat(bridge().hasAccount("operator")).isTrue();
    }

    @Test
    void accountOfADeviceThatIsRegisteredAnewStays() {
        // Given
        register(first, second);
        api.admin().delete("/api/v1/devices/" + first).then().statusCode(204);
        api.admin().delete("/api/v1/devices/" + second).then().statusCode(204);
        register(first);
        bridge().findAgain(second);

        // When
        house().report(listed(later, first, second));

        // Then
        upkeepUntil("the other account is gone", () -> !bridge().hasAccount(second));
        assertThat(bridge().callsFor(first)).containsExactly("PUT " + first, "DELETE " + first, "PUT " + first);
    }

    @Test
    void thousandLostAccountsAreBackInOneRun() {
        // Given
        register(first);
        insert(1_000, "gen_random_uuid()");
        house().report("{\"kind\":\"accounts\",\"at\":\"" + later + "\",\"after\":\"" + first + "\",\"until\":\""
                + first + "-b\",\"names\":[]}");
        Waiting.until("marked", () -> pending() == 1_000);

        // When
        upkeepUntil("a run has begun", () -> pending() < 1_000);

        // Then
        Waiting.until("all are back without another tick", () -> pending() == 0);
        assertThat(database.count(
                        "select count(distinct account_ready_at) from device where device_id like $1", first + "-a%"))
                .isGreaterThan(1);
    }

    @Test
    void accountsThatCannotBeMadeDoNotKeepTheOthersWaiting() {
        // Given
        register(first);
        insert(100, "('00000000-0000-0000-' || substr(gen_random_uuid()::text, 20))::uuid");
        for (int i = 1; i <= 100; i++) {
            bridge().goAway(first + "-a" + i);
        }
        register(second);
        bridge().lose(second);

        // When
        house().report(listed(later, first));

        // Then
        upkeepUntil("the account is back", () -> bridge().hasAccount(second));
        assertThat(pending()).isEqualTo(100);
        database.rows("delete from device where device_id like $1", first + "-a%");
    }

    /** Ready for long, as far as the core knows. */
    private void insert(int count, String uid) {
        database.rows(
                "insert into device_name select $1 || i, $2 from generate_series(1, " + count + ") i",
                first + "-a",
                api.org());
        database.rows(
                "insert into device (uid, device_id, org, account, created_at, account_ready_at) select " + uid
                        + ", $1 || i, $2, 'READY', now(), now() from generate_series(1, " + count + ") i",
                first + "-a",
                api.org());
    }

    private long pending() {
        return database.count(
                "select count(*) from device where account = 'PENDING' and device_id like $1", first + "-a%");
    }

    private void register(String... devices) {
        for (String device : devices) {
            api.admin().body("{}").put("/api/v1/devices/" + device).then().statusCode(201);
        }
    }

    /** The broker's list of all names from {@link #first} on that begin as it does. */
    private String listed(Instant at, String... names) {
        String all = Arrays.stream(names).map(name -> '"' + name + '"').collect(Collectors.joining(","));
        return "{\"kind\":\"accounts\",\"at\":\"" + at + "\",\"after\":\"" + first.substring(0, first.length() - 1)
                + "\",\"until\":\"" + first + "-~\",\"names\":[" + all + "]}";
    }

    private void upkeepUntil(String what, java.util.function.BooleanSupplier holds) {
        Waiting.until(what, () -> {
            house().tick();
            return holds.getAsBoolean();
        });
    }

    private double repaired() {
        return metrics.counter("accounts.repaired").count();
    }

    private String states(String device) {
        return database.rows("select string_agg(account, ',') as s from device where device_id = $1", device)
                .getFirst()
                .getString("s");
    }
}
