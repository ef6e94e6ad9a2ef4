package io.asyncrpc.core.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.OwnSchema;
import io.asyncrpc.core.house.Together;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each core migrates when it starts, so several at once do, too. */
@QuarkusTest
class StartTogetherTest extends CoreTest {
    private static final int CORES = 4;

    @Inject
    Vertx vertx;

    @Test
    void ofCoresThatStartTogetherEachMigrationIsDoneByOne() {
        // Given
        OwnSchema schema = new OwnSchema("start_together", "1", vertx);
        schema.empty();

        // When
        List<Integer> done = Together.all(CORES, core -> schema.migrate("latest"));

        // Then
        long migrations = schema.count("flyway_schema_history where version is not null and success");
        assertThat(done.stream().mapToInt(Integer::intValue).sum()).isEqualTo((int) migrations);
        assertThat(Collections.max(done)).isPositive();
        schema.drop();
    }
}
