package io.asyncrpc.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.asyncrpc.core.house.Together;
import io.asyncrpc.core.house.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Registrations and deletions that meet. */
@QuarkusTest
class RegistrationRaceTest extends CoreTest {
    private static final String DEVICES = "/api/v1/devices/";

    @Inject
    Database database;

    @Inject
    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @Inject
    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @Inject
    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    private final String device = Api.newId();

    @Test
    void oneOrganisationGetsTheNewId() {
        // Given
        Api other = new Api();

        // When
        List<Integer> answers = Together.all(
                50,
                i -> (i % 2 == 0 ? api : other)
                        .admin()
                        .body("{\"description\":\"" + i + "\"}")
                        .put(DEVICES + device)
                        .statusCode());

        // Then
        assertThat(answers).containsOnly(201, 200, 409);
        assertThat(answers).filteredOn(status -> status == 201).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 409).hasSize(25);
        assertThat(database.count("select count(*) from device where device_id = $1", device))
                .isEqualTo(1);
    }

    @Test
    void manyRegistrationsAndDeletionsLeaveAtMostOneDevice() {
        // When
        List<Integer> answers = Together.all(
                24,
                i -> i % 3 == 0
                        ? api.admin().delete(DEVICES + device).statusCode()
                        : api.admin().body("{}").put(DEVICES + device).statusCode());

        // Then all may have met one deletion, and then the id is free again
        assertThat(answers).isSubsetOf(200, 201, 204, 404);
        assertThat(database.count("select count(*) from device where device_id = $1 and deleted_at is null", device))
                .isLessThanOrEqualTo(1);
        assertThat(database.count(
                        "select count(*) from device where device_id = $1 and (deleted_at is null) = (account like 'REMOV%')",
                        device))
                .isZero();
        assertThat(api.admin().body("{}").put(DEVICES + device).statusCode()).isIn(200, 201);
    }

    @Test
    void editUnderWayDoesNotBringADeletedDeviceBack() throws SQLException {
        // Given
        api.admin().body("{}").put(DEVICES + device);
        CompletableFuture<Integer> edit;
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update core.device set deleted_at = now(), account = 'REMOVING' where device_id = '"
                    + device + "'");

            // When
            edit = CompletableFuture.supplyAsync(() -> api.admin()
                    .body("{\"description\":\"edited\"}")
                    .put(DEVICES + device)
                    .statusCode());
            Waiting.until(
                    "the edit waits for the deletion",
                    () -> database.count(
                                    "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%update%device%'")
                            > 0);
            connection.commit();
        }

        // Then
        assertThat(edit.join()).isEqualTo(404);
        assertThat(database.count(
                        "select count(*) from device where device_id = $1 and deleted_at is not null and account = 'REMOVING'",
                        device))
                .isEqualTo(1);
    }
}
