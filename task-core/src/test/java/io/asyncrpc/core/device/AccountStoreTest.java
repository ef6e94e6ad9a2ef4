package io.asyncrpc.core.device;

import static io.asyncrpc.core.device.Device.Account.PENDING;
import static io.asyncrpc.core.device.Device.Account.READY;
import static io.asyncrpc.core.device.Device.Account.REMOVING;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.device.AccountStore.Hold;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.asyncrpc.core.house.Together;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who works on a broker account, and for how long. */
@QuarkusTest
class AccountStoreTest extends CoreTest {
    private static final Instant NOW = Instant.parse("2040-03-01T10:00:00Z");
    private static final Instant UNTIL = NOW.plusSeconds(15);

    @Inject
    AccountStore accounts;

    @Inject
    Database database;

    private final String device = Api.newId();
    private UUID uid = new UUID(0, 0);

    @BeforeEach
    void aReadyDevice() {
        api.admin().body("{}").put("/api/v1/devices/" + device);
        uid = database.rows("select uid from device where device_id = $1", device)
                .getFirst()
                .getUUID("uid");
    }

    @Test
    void oneOfManyHoldsAnAccount() {
        assertThat(Together.all(20, i -> now(accounts.hold(new Hold(uid, UNTIL), List.of(READY), NOW))))
                .filteredOn(held -> held)
                .hasSize(1);
    }

    @Test
    void holdEndsWhenItIsLetGoOrItsTimeIsOver() {
        // Given
        now(accounts.hold(new Hold(uid, UNTIL), List.of(READY), NOW));

        // Then
        assertThat(now(accounts.hold(new Hold(uid, UNTIL.plusSeconds(15)), List.of(READY), UNTIL)))
                .isFalse();
        assertThat(now(accounts.hold(new Hold(uid, UNTIL.plusSeconds(15)), List.of(READY), UNTIL.plusMillis(1))))
                .isTrue();
        now(accounts.release(new Hold(uid, UNTIL.plusSeconds(15)), PENDING, READY));
        assertThat(now(accounts.hold(new Hold(uid, UNTIL), List.of(READY), NOW)))
                .isTrue();
    }

    @Test
    void onlyTheHolderLetsGo() {
        // Given
        Hold late = new Hold(uid, UNTIL);
        Hold other = new Hold(uid, UNTIL.plusSeconds(15));
        now(accounts.hold(late, List.of(READY), NOW));
        now(accounts.hold(other, List.of(READY), UNTIL.plusMillis(1)));

        // When
        now(accounts.letGo(late));
        now(accounts.release(late, PENDING, READY));

        // Then
        assertThat(now(accounts.hold(new Hold(uid, UNTIL.plusSeconds(30)), List.of(READY), UNTIL.plusSeconds(1))))
                .isFalse();
        now(accounts.letGo(other));
        assertThat(now(accounts.hold(new Hold(uid, UNTIL.plusSeconds(30)), List.of(READY), UNTIL.plusSeconds(1))))
                .isTrue();
    }

    @Test
    void accountInAnotherStateIsNotHeld() {
        assertThat(now(accounts.hold(new Hold(uid, UNTIL), List.of(PENDING), NOW)))
                .isFalse();
        assertThat(now(accounts.hold(new Hold(UUID.randomUUID(), UNTIL), List.of(READY), NOW)))
                .isFalse();
    }

    @Test
    void releaseDoesNotTakeBackADeletion() {
        // Given
        database.rows("update device set account = 'REMOVING', deleted_at = now() where uid = $1", uid);

        // When
        now(accounts.release(new Hold(uid, UNTIL), PENDING, READY));

        // Then
        assertThat(now(accounts.hasLeftOver(device))).isTrue();
        assertThat(due()).contains(new AccountStore.Due(uid, device, true));
        now(accounts.hold(new Hold(uid, UNTIL), List.of(REMOVING), NOW));
        assertThat(due()).doesNotContain(new AccountStore.Due(uid, device, true));
        now(accounts.leftOversRemoved(device));
        assertThat(now(accounts.hasLeftOver(device))).isFalse();
    }

    @Test
    void leftOverOfADeviceMadeAnewIsTheNewOnesBusiness() {
        // Given
        database.rows("update device set account = 'REMOVING', deleted_at = now() where uid = $1", uid);
        database.rows(
                "insert into device (uid, device_id, org, account, created_at) "
                        + "select gen_random_uuid(), device_id, org, 'PENDING', now() from device where uid = $1",
                uid);

        // Then
        assertThat(due())
                .filteredOn(due -> due.deviceId().equals(device))
                .singleElement()
                .satisfies(due -> {
                    assertThat(due.uid()).isNotEqualTo(uid);
                    assertThat(due.removal()).isFalse();
                });
    }

    private List<AccountStore.Due> due() {
        return now(accounts.due(NOW, 1_000));
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
