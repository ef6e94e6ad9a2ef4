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
import java.util.Optional;
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
        assertThat(Together.all(20, i -> now(accounts.hold(uid, List.of(READY), NOW, UNTIL))))
                .filteredOn(Optional::isPresent)
                .hasSize(1);
    }

    @Test
    void holdEndsWhenItIsLetGoOrItsTimeIsOver() {
        // Given
        now(accounts.hold(uid, List.of(READY), NOW, UNTIL));

        // Then
        assertThat(now(accounts.hold(uid, List.of(READY), UNTIL, UNTIL.plusSeconds(15))))
                .isEmpty();
        assertThat(now(accounts.hold(uid, List.of(READY), UNTIL.plusMillis(1), UNTIL.plusSeconds(15))))
                .isPresent();
        now(accounts.made(new Hold(uid, UNTIL.plusSeconds(15), true), NOW));
        assertThat(now(accounts.hold(uid, List.of(READY), NOW, UNTIL))).isPresent();
    }

    @Test
    void onlyTheHolderLetsGo() {
        // Given
        Hold late = now(accounts.hold(uid, List.of(READY), NOW, UNTIL)).orElseThrow();
        Hold other = now(accounts.hold(uid, List.of(READY), UNTIL.plusMillis(1), UNTIL.plusSeconds(15)))
                .orElseThrow();

        // When
        now(accounts.letGo(late));
        now(accounts.made(late, NOW));

        // Then
        assertThat(now(accounts.hold(uid, List.of(READY), UNTIL.plusSeconds(1), UNTIL.plusSeconds(30))))
                .isEmpty();
        now(accounts.letGo(other));
        assertThat(now(accounts.hold(uid, List.of(READY), UNTIL.plusSeconds(1), UNTIL.plusSeconds(30))))
                .isPresent();
    }

    @Test
    void accountInAnotherStateIsNotHeld() {
        assertThat(now(accounts.hold(uid, List.of(PENDING), NOW, UNTIL))).isEmpty();
        assertThat(now(accounts.hold(UUID.randomUUID(), List.of(READY), NOW, UNTIL)))
                .isEmpty();
    }

    @Test
    void releaseDoesNotTakeBackADeletion() {
        // Given
        database.rows("update device set account = 'REMOVING', deleted_at = now() where uid = $1", uid);

        // When
        now(accounts.made(new Hold(uid, UNTIL, true), NOW));

        // Then
        assertThat(now(accounts.hasLeftOver(device))).isTrue();
        assertThat(due()).contains(new AccountStore.Due(uid, device, true));
        now(accounts.hold(uid, List.of(REMOVING), NOW, UNTIL));
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
        return now(accounts.due(NOW, new UUID(0, 0), 100_000));
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
