package io.asyncrpc.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.OwnSchema;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
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

    @Test
    void theNewestIsTheLastFile() throws IOException {
        // Given
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            // When
            int last = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("V"))
                    .map(name -> Integer.valueOf(name.substring(1, name.indexOf("__"))))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();

            // Then
            assertThat(SchemaRunner.NEWEST).isEqualTo(String.valueOf(last));
        }
    }

    private boolean isDone(String version) {
        return new SchemaStore(schema.pool()).isDone(version).await().atMost(Duration.ofSeconds(10));
    }
}
