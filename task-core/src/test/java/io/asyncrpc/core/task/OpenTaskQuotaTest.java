package io.asyncrpc.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many tasks may be open, counted in the real database. */
@QuarkusTest
class OpenTaskQuotaTest extends CoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Database database;

    @Inject
    QuotaStore store;

    private String device = "";
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    @BeforeEach
    void aDevice() {
        device = api.device();
    }

    @Test
    void deviceHasAThousandOpenTasksAtMost() {
        // Given
        String first = api.task(device);
        copy(first, 998);
        String last = api.task(device);

        // When
        api.operator()
                .header("Idempotency-Key", device)
                .body("{\"deviceId\":\"" + device + "\",\"method\":\"17\"}")
                .post("/api/v1/tasks")
                // Then
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", equalTo("quota-exceeded"));
        assertThat(open()).isEqualTo(1000);
        api.operator().post("/api/v1/tasks/" + last + "/cancel").then().statusCode(200);
        assertThat(api.task(device)).isNotEmpty();
    }

    @Test
    void keyThatMadeATaskGivesItAlsoWhenThereIsNoRoom() {
        // Given
        String first = submitWithKey(202);
        copy(first, 999);

        // When
        String replayed = submitWithKey(202);

        // Then
        assertThat(replayed).isEqualTo(first);
    }

    @Test
    void keyIsNotTakenByASubmissionThatWasRefused() {
        // Given
        String first = api.task(device);
        copy(first, 999);
        submitWithKey(429);
        api.operator().post("/api/v1/tasks/" + first + "/cancel").then().statusCode(200);

        // When
        String made = submitWithKey(202);

        // Then
        assertThat(api.get(made).path("deviceId").asText()).isEqualTo(device);
    }

    @Test
    void organisationHasSoManyOpenTasksAtMost() {
        // Given
        String org = "org-" + UUID.randomUUID();
        OpenTaskQuota quota = quota(3);

        // When
        List<Boolean> admitted =
                Stream.generate(() -> admits(quota, org)).limit(5).toList();

        // Then
        assertThat(admitted).containsExactly(true, true, true, false, false);
    }

    @Test
    void whatBecameFreeIsFoundAtTheLimitWithinASecond() {
        // Given
        String org = "org-" + UUID.randomUUID();
        OpenTaskQuota quota = quota(1);
        admits(quota, org);

        // When
        boolean atOnce = admits(quota, org);
        now = now.plusMillis(1_001);
        boolean later = admits(quota, org);

        // Then: nothing of it was ever stored
        assertThat(atOnce).isFalse();
        assertThat(later).isTrue();
    }

    @Test
    void openTasksOfTheOrganisationAloneAreCounted() {
        // Given
        String task = api.task(device);
        String org = database.rows("select org from task where id = $1", UUID.fromString(task))
                .getFirst()
                .getString("org");
        long before = store.countOpen(org, 1_000_000).await().atMost(PATIENCE);

        // When
        copy(task, 10);
        api.operator().post("/api/v1/tasks/" + task + "/cancel").then().statusCode(200);

        // Then
        assertThat(store.countOpen(org, 1_000_000).await().atMost(PATIENCE)).isEqualTo(before + 9);
        assertThat(store.countOpen(org, 5).await().atMost(PATIENCE)).isEqualTo(5);
        assertThat(store.countOpen("nobody", 5).await().atMost(PATIENCE)).isZero();
    }

    private OpenTaskQuota quota(int perOrganisation) {
        return new OpenTaskQuota(store, () -> now, new QuotaConfig() {
            @Override
            public int openTasksPerDevice() {
                return 1000;
            }

            @Override
            public int openTasksPerOrganisation() {
                return perOrganisation;
            }
        });
    }

    private static boolean admits(OpenTaskQuota quota, String org) {
        return quota.admits(org).await().atMost(PATIENCE);
    }

    private String submitWithKey(int status) {
        return api.operator()
                .header("Idempotency-Key", device)
                .body("{\"deviceId\":\"" + device + "\",\"method\":\"17\"}")
                .post("/api/v1/tasks")
                .then()
                .statusCode(status)
                .extract()
                .path("id");
    }

    /** So many more of the same in the same span of time. */
    private void copy(String task, int times) {
        database.rows(
                "insert into task select (left(id::text, 24) || right(gen_random_uuid()::text, 12))::uuid, " + columns()
                        + " from task cross join generate_series(1, " + times + ") where id = $1",
                UUID.fromString(task));
    }

    private String columns() {
        return database.rows(
                        "select string_agg(column_name, ',' order by ordinal_position) as names from information_schema.columns "
                                + "where table_schema = current_schema() and table_name = 'task' and column_name <> 'id'")
                .getFirst()
                .getString("names");
    }

    private long open() {
        return database.count("select count(*) from task where device_id = $1 and finished_at is null", device);
    }
}
