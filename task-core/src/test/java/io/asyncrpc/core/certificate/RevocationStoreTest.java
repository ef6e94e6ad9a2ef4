package io.asyncrpc.core.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.certificate.RevocationStore.Edition;
import io.asyncrpc.core.certificate.RevocationStore.Published;
import io.asyncrpc.core.certificate.RevocationStore.Revoked;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the list of revoked certificates holds, however many make it at once, and how much of one organisation. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // the fields are set by the test framework
class RevocationStoreTest extends CoreTest {
    private static final int MANY = 150;

    @Inject
    RevocationStore store;

    @Inject
    Pool pool;

    private String device = "";
    private final String mark = UUID.randomUUID().toString();

    @BeforeEach
    void register() {
        device = api.device();
    }

    @AfterEach
    void forget() {
        run("delete from device_certificate where chain = $1", Tuple.of(mark));
    }

    @Test
    void aListWithAHigherNumberHoldsAllOfTheOthers() throws Exception {
        // Given
        fill(MANY, false);
        ConcurrentLinkedQueue<Edition> lists = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();

        // When
        try (var cores = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 4)
                    .forEach(core -> cores.submit(() -> {
                        while (!over.get()) {
                            lists.add(store.next(Instant.now()).await().indefinitely());
                        }
                    }));
            for (int i = 1; i <= MANY; i++) {
                run(
                        "update device_certificate set revoked_at = now(), reason = 'unspecified' where serial = $1",
                        Tuple.of(mark + i));
            }
            over.set(true);
        }

        // Then
        List<Edition> byNumber = new ArrayList<>(lists);
        byNumber.sort(Comparator.comparingLong(Edition::number));
        assertThat(byNumber).hasSizeGreaterThan(10);
        for (int i = 1; i < byNumber.size(); i++) {
            assertThat(mine(byNumber.get(i))).containsAll(mine(byNumber.get(i - 1)));
        }
    }

    @Test
    void theNextNumberIsHigherAlsoAfterTheClockWasPutBack() {
        // Given
        long tomorrow = Instant.now().plusSeconds(86_400).toEpochMilli() * 1_000;
        List<Published> before =
                store.published().await().indefinitely().stream().toList();

        try {
            store.publish(new Published(tomorrow, Instant.now(), new byte[] {1}))
                    .await()
                    .indefinitely();

            // When
            Edition next = store.next(Instant.now()).await().indefinitely();

            // Then
            assertThat(next.number()).isEqualTo(tomorrow + 1);
        } finally {
            run("delete from revocation_list", Tuple.tuple());
            before.forEach(list -> store.publish(list).await().indefinitely());
        }
    }

    @Test
    void anOrganisationMayNotFillTheListOfAll() {
        // Given
        fill(20_000, true);

        // When
        Response refused = api.admin()
                .contentType("application/json")
                .body("{\"csr\":\"request " + mark + "\"}")
                .post("/api/v1/devices/{id}/certificates", device);

        // Then
        assertThat(refused.statusCode()).as("%s", refused.asString()).isEqualTo(429);
        assertThat(Api.json(refused).path("code").asText()).isEqualTo("quota-exceeded");
    }

    private List<String> mine(Edition list) {
        return list.revoked().stream()
                .map(Revoked::serial)
                .filter(serial -> serial.startsWith(mark))
                .toList();
    }

    private void fill(int count, boolean revoked) {
        run("""
                insert into device_certificate
                  (serial, device_uid, device_id, request, chain, not_before, not_after, issued_at, revoked_at, reason)
                select $1 || n, d.uid, d.device_id, ''::bytea, $1, now() - n * interval '1 s', now() + interval '1 d', now(),
                  case when $3 then now() end, case when $3 then 'unspecified' end
                from device d, generate_series(1, $4) n where d.device_id = $2 and d.deleted_at is null
                """, Tuple.of(mark, device, revoked, count));
    }

    private void run(String sql, Tuple values) {
        pool.preparedQuery(sql).execute(values).await().indefinitely();
    }
}
