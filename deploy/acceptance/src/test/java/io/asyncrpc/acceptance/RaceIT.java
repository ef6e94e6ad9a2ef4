package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.TestDevice.Account;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Claims, progress, results, cancels and ends of leases at the same time on the same tasks: every history stays a life. */
@Isolated("needs both cores for its races")
class RaceIT {

    private static final int TASKS = 200;
    private static final int WISHES_PER_TASK = 6;
    private static final int CLIENTS = 4;
    private static final Set<String> FINAL = Set.of("DONE", "FAILED", "CANCELED", "EXPIRED");
    private static final String TERMS = "\"lease\":5,\"attemptTimeout\":5,\"maxAttempts\":2,\"ttl\":6";

    private final Organisation organisation = Organisation.fresh();
    private final Account account = organisation.hire();

    @Test
    void everyTaskEndsAndItsHistoryIsALife() throws Exception {
        // Given
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("RaceIT: seed " + seed + " (-Dseed=... plays the same words again)");
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<String> ids = submitted();

        // When
        try (TestDevice one = TestDevice.open(account, account.username());
                TestDevice other = TestDevice.open(account, account.username() + "-twin");
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<CompletableFuture<?>> said = new ArrayList<>();
            for (String id : order(random, ids)) {
                TestDevice speaker = random.nextBoolean() ? one : other;
                said.add(
                        random.nextInt(4) == 0
                                ? CompletableFuture.runAsync(() -> cancel(id, false), clients)
                                : random.nextInt(12) == 0
                                        ? CompletableFuture.runAsync(() -> cancel(id, true), clients)
                                        : say(speaker, id, random));
            }
            CompletableFuture.allOf(said.toArray(CompletableFuture[]::new)).join();
        }

        // Then
        Awaitility.await("all tasks end")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> tasks().stream().allMatch(task -> FINAL.contains(String.valueOf(task.get("state")))));
        assertThat(tasks()).hasSize(TASKS);
        tasks().parallelStream().forEach(this::assertLife);
    }

    private List<String> submitted() throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            Callable<String> call = () -> organisation.operator().submit(account.username(), "open", TERMS);
            return clients.invokeAll(Collections.nCopies(TASKS, call)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }

    /** Every task as often as something is to happen to it, all mixed. */
    private static List<String> order(RandomGenerator random, List<String> ids) {
        List<String> order = new ArrayList<>();
        IntStream.range(0, WISHES_PER_TASK).forEach(i -> order.addAll(ids));
        Collections.shuffle(order, Random.from(random));
        return order;
    }

    private CompletableFuture<?> say(TestDevice device, String id, RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> device.send("ack", id, Map.of(), "");
            case 1 -> device.send("prg", id, Map.of(), "{\"percent\":%d}".formatted(random.nextInt(101)));
            case 2, 3, 4, 5 -> device.send("req", random.nextInt(4) == 0 ? null : id, Map.of(), "");
            default -> device.send("res", id, answer(random), "\"result " + random.nextInt(3) + "\"");
        };
    }

    private static Map<String, String> answer(RandomGenerator random) {
        String status = List.of("200", "499", "500", "503", "503").get(random.nextInt(5));
        String attempt = List.of("", "1", "2").get(random.nextInt(3));
        return Map.of("status_code", status, "attempt", attempt, "retry_after", "1");
    }

    private void cancel(String id, boolean force) {
        String body = "{\"force\":%b,\"deadline\":2}".formatted(force);
        int status =
                organisation.operator().post("/tasks/" + id + "/cancel", body).statusCode();
        assertThat(status).isIn(200, 202, 409);
    }

    private List<Map<String, Object>> tasks() {
        return organisation
                .viewer()
                .get("/tasks?limit=200&deviceId=" + account.username())
                .jsonPath()
                .getList("items");
    }

    private void assertLife(Map<String, Object> task) {
        new History(organisation.viewer().history(String.valueOf(task.get("id")))).assertLifeOf(task);
    }
}
