package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.TestDevice.Account;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Two of every service and three clocks, then one of each dies in the middle; last, no clock at all. */
@Isolated("kills services that the other tests need")
@TestMethodOrder(OrderAnnotation.class)
@Tag(Installation.LAUNCHER)
class ReplicaIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DEVICES = 10;
    private static final int TASKS_OF_EACH = 30;

    private static final List<Replica> REPLICAS = new ArrayList<>();
    private static String secondDoor = "";

    private final Organisation organisation = Organisation.fresh();

    @BeforeAll
    static void oneMoreOfEachAndTwoMoreClocks() throws Exception {
        Replica bridge = start("device-bridge", Map.of());
        Replica core = start("task-core", Map.of("BRIDGE_URL", bridge.url()));
        Replica door = start("api-gateway", Map.of("CORE_URL", core.url(), "CORE_MANAGEMENT_URL", core.management()));
        start("scheduler", Map.of());
        start("scheduler", Map.of());
        REPLICAS.forEach(Replica::awaitReady);
        secondDoor = door.url();
    }

    @AfterAll
    static void noMore() {
        REPLICAS.forEach(Replica::close);
    }

    private static Replica start(String service, Map<String, String> more) throws Exception {
        Replica replica = Replica.of(service, more);
        REPLICAS.add(replica);
        return replica;
    }

    @Test
    @Order(1)
    void threeClocksRingAndExpireOnce() throws Exception {
        // Given
        try (TestDevice device = organisation.connect()) {
            organisation.viewer().awaitConnected(device.id(), true);
            String id = organisation.operator().submit(device.id(), "open", "\"ttl\":3");

            // When
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() ->
                            organisation.viewer().task(id).getString("state").equals("EXPIRED"));
            TimeUnit.SECONDS.sleep(2);

            // Then: at submit, and once more if the core heard only afterwards that the device had subscribed
            assertThat(device.untaken("tsk")).hasSizeBetween(1, 2);
            assertThat(organisation.viewer().states(id)).containsExactly("NEW", "EXPIRED");
        }
    }

    @Test
    @Order(2)
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void everyTaskEndsTrueWhenOneOfEachServiceIsKilledInTheMiddle() throws Exception {
        // Given
        List<Account> accounts = new ArrayList<>();
        List<BusyDevice> devices = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            accounts.add(organisation.hire());
            devices.add(new BusyDevice(accounts.getLast()));
        }
        Map<String, String> deviceOf = new ConcurrentHashMap<>();
        ExecutorService clients = Executors.newFixedThreadPool(8);

        // When
        List<Future<?>> submissions = new ArrayList<>();
        for (int i = 0; i < DEVICES * TASKS_OF_EACH; i++) {
            String device = accounts.get(i % DEVICES).username();
            String door = i % 2 == 0 ? secondDoor : Installation.API;
            submissions.add(clients.submit(() -> deviceOf.put(submit(device, door), device)));
        }
        Awaitility.await().atMost(PATIENCE).until(() -> deviceOf.size() > DEVICES * TASKS_OF_EACH / 3);
        REPLICAS.forEach(Replica::kill);
        for (Future<?> submission : submissions) {
            submission.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        clients.shutdown();

        // Then
        assertThat(deviceOf).hasSize(DEVICES * TASKS_OF_EACH);
        for (Account account : accounts) {
            assertThat(organisation.viewer().taskCount(account.username())).isEqualTo(TASKS_OF_EACH);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> organisation
                                    .viewer()
                                    .get("/tasks?limit=200&state=DONE&deviceId=" + account.username())
                                    .jsonPath()
                                    .getList("items")
                                    .size()
                            == TASKS_OF_EACH);
        }
        deviceOf.keySet().parallelStream().forEach(this::assertDoneOnce);
        devices.forEach(BusyDevice::close);
    }

    @Test
    @Order(3)
    void whatBecameDueWithoutAClockIsDoneWhenThereIsOneAgain() throws Exception {
        // Given
        String away = organisation.register();
        try (TestDevice device = organisation.connect()) {
            Outage.kill("scheduler");
            List<String> overdue;
            List<String> without;

            // When
            try {
                overdue = List.of(
                        organisation.operator().submit(away, "open", "\"ttl\":2"),
                        organisation.operator().submit(device.id(), "open", "\"lease\":5,\"maxAttempts\":1"),
                        organisation.operator().submit(device.id(), "open", ""));
                device.claim(overdue.get(1));
                device.claim(overdue.get(2));
                organisation.operator().post("/tasks/" + overdue.get(2) + "/cancel", "{\"deadline\":2}");
                TimeUnit.SECONDS.sleep(6);
                without = states(overdue);
            } finally {
                Outage.of("scheduler").over();
            }

            // Then
            assertThat(without).containsExactly("NEW", "LOCKED", "LOCKED");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(states(overdue)).containsExactly("EXPIRED", "FAILED", "CANCELED"));
            assertThat(organisation.viewer().task(overdue.get(1)).getString("failure.code"))
                    .isEqualTo("LEASE_EXPIRED");
            overdue.forEach(this::assertGapless);
        }
    }

    /** Asks at one door, then at the other, with one key: it is accepted once, whoever dies. */
    private String submit(String device, String firstDoor) {
        String key = UUID.randomUUID().toString();
        String door = firstDoor;
        for (int attempt = 1; attempt <= 20; attempt++) {
            try {
                Response answer = organisation
                        .operator()
                        .json(Bodies.task(device, "open", ""))
                        .baseUri(door)
                        .header("Idempotency-Key", key)
                        .post("/tasks");
                if (answer.statusCode() == 202) {
                    return answer.path("id");
                }
                assertThat(answer.statusCode()).isIn(502, 503, 504);
            } catch (Exception refused) {
                assertThat(door).isEqualTo(secondDoor);
            }
            door = Installation.API;
        }
        throw new AssertionError("not accepted at either door");
    }

    private void assertDoneOnce(String id) {
        JsonPath task = organisation.viewer().task(id);
        assertThat(task.getString("result.body")).isEqualTo(BusyDevice.result(id));
        assertThat(task.getString("outcome")).isEqualTo("KNOWN");
        assertThat(task.getInt("attempt")).isEqualTo(1);
        assertThat(assertGapless(id)).containsOnlyOnce("DONE").containsOnlyOnce("NEW");
    }

    /** @return the states it went through */
    private List<Object> assertGapless(String id) {
        List<Map<String, Object>> moves = organisation.viewer().history(id).getList("items");
        for (int i = 0; i < moves.size(); i++) {
            assertThat(moves.get(i)).containsEntry("version", i + 1);
            assertThat(moves.get(i).get("from"))
                    .isEqualTo(i == 0 ? null : moves.get(i - 1).get("to"));
        }
        return moves.stream().map(move -> move.get("to")).toList();
    }

    private List<String> states(List<String> ids) {
        return ids.stream()
                .map(id -> organisation.viewer().task(id).getString("state"))
                .toList();
    }
}
