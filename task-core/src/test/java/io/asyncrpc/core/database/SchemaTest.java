package io.asyncrpc.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.OwnSchema;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A core that starts knows whether there is something to migrate. */
@QuarkusTest
class SchemaTest extends CoreTest {
    private static final String BEFORE = "18";

    @Inject
    Vertx vertx;

    private OwnSchema schema;

    @BeforeEach
    void begin() {
        schema = new OwnSchema("schema_runner", BEFORE, vertx);
    }

    @AfterEach
    void end() {
        schema.drop();
    }

    @Test
    void aMigrationThatIsMissingIsSeen() {
        assertThat(isDone(BEFORE)).isTrue();
        assertThat(isDone(SchemaRunner.NEWEST)).isFalse();
    }

    @Test
    void nothingIsLeftWhenAllAreThere() {
        // When
        schema.migrate("latest");

        // Then
        assertThat(isDone(SchemaRunner.NEWEST)).isTrue();
    }

    @Test
    void whatFollowsFromARestoreIsLeftToBeDone() {
        // Given
        schema.migrate("latest");

        // When
        schema.rows("insert into restoration default values");

        // Then
        assertThat(isDone(SchemaRunner.NEWEST)).isFalse();
        schema.migrate("latest");
        assertThat(isDone(SchemaRunner.NEWEST)).isTrue();
    }

    @Test
    void anEmptyDatabaseDoesNotTell() {
        // Given
        schema.empty();

        // When, Then
        assertThatThrownBy(() -> isDone(SchemaRunner.NEWEST)).hasMessageContaining("flyway_schema_history");
    }

    private boolean isDone(String version) {
        return new SchemaStore(schema.pool()).isDone(version).await().atMost(Duration.ofSeconds(10));
    }
}
