package io.asyncrpc.core.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class NewestFirstTest {
    private static final UUID LOW = UUID.fromString("01957e5a-7c00-7000-8000-000000000001");
    private static final UUID MIDDLE = UUID.fromString("01957e5a-7c00-7000-8000-000000000002");
    private static final UUID HIGH = UUID.fromString("ff957e5a-7c00-7000-f000-000000000001");

    @Test
    void organisationAndIdAreComparedAsOneRow() {
        // When
        NewestFirst.Page page = new NewestFirst("acme").page(51);

        // Then
        assertThat(page.sql())
                .isEqualTo("(org, id) >= ($1, $2) and (org, id) < ($1, $3) and org is not null"
                        + " order by org desc, id desc limit $4");
        assertThat(page.parameters()).containsExactly("acme", new UUID(0, 0), new UUID(-1, -1), 51);
    }

    @Test
    void firstOfSeveralColumnsIsGoneAlong() {
        // When
        NewestFirst.Page page = new NewestFirst("acme")
                .along("external_id", null)
                .along("device_id", "d")
                .along("method", "m")
                .only("state = $%d", "DONE")
                .page(2);

        // Then
        assertThat(page.sql())
                .isEqualTo("(device_id, id) >= ($1, $2) and (device_id, id) < ($1, $3) and device_id is not null"
                        + " and org = $4 and method = $5 and state = $6 order by device_id desc, id desc limit $7");
        assertThat(page.parameters()).containsExactly("d", new UUID(0, 0), new UUID(-1, -1), "acme", "m", "DONE", 2);
    }

    @Test
    void narrowestBoundsHoldAndLeaveOutPartitions() {
        // When
        NewestFirst.Page page = new NewestFirst("acme")
                .from(LOW)
                .from(null)
                .until(HIGH)
                .until(MIDDLE)
                .until(HIGH)
                .page(1);

        // Then
        assertThat(page.sql()).contains(" and id >= $2 and id < $3 ");
        assertThat(page.parameters()).containsExactly("acme", LOW, MIDDLE, 1);
    }
}
