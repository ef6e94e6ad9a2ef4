package io.asyncrpc.core.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan is made once and kept, so it must be one for tables of any size. */
@QuarkusTest
class PreparedPoolTest extends CoreTest {
    @Inject
    Database database;

    @ParameterizedTest
    @CsvSource({
        "plan_cache_mode, force_generic_plan",
        "enable_seqscan, off",
        "jit, off",
        "default_statistics_target, 10"
    })
    void plansAreKeptAndUseIndexesAndNeedFewStatistics(String setting, String value) {
        assertThat(database.rows("show " + setting).getFirst().getString(0)).isEqualTo(value);
    }
}
