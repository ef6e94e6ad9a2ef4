package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Waiting.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How long after a device's word the client that waits for it has the answer, while so many tasks a second go round. Run
 * alone: {@code ./mvnw -pl deploy/acceptance verify -Pacceptance -Dmeasure=true -Dit.test=ChangeLatencyIT}.
 */
@Isolated("measures")
@EnabledIfSystemProperty(named = "measure", matches = "true", disabledReason = "needs the machine for itself")
class ChangeLatencyIT {
    private static final int PER_SECOND = Integer.getInteger("tasksPerSecond", 100);
    private static final int SECONDS = Integer.getInteger("seconds", 15);
    private static final int WARM_UP = PER_SECOND * 10;
    private static final int DEVICES = 50;
    private static final double LIMIT_MILLIS = 100;

    private final Organisation organisation = Organisation.fresh();
    private final Waiting viewer = new Waiting(organisation.viewer());
    private final Waiting operator = new Waiting(organisation.operator());
    private final Map<String, Call> waiting = new ConcurrentHashMap<>();
    private final Map<String, Long> saidAt = new ConcurrentHashMap<>();

    @Test
    @Timeout(120)
    void aClientThatWaitsSeesAChangeWithinATenthOfASecond() throws InterruptedException {
        // Given
        List<TestDevice> devices = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            TestDevice device = organisation.connect();
            device.whenHeard(word -> work(device, word));
            devices.add(device);
        }

        // When
        List<Call> calls = goRound(devices, WARM_UP + PER_SECOND * SECONDS);

        // Then
        double[] millis = calls.subList(WARM_UP, calls.size()).stream()
                .mapToDouble(this::sinceTheWord)
                .sorted()
                .toArray();
        double p99 = millis[(int) Math.ceil(millis.length * 0.99) - 1];
        System.out.printf(
                Locale.ROOT,
                "change seen: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms of %d at %d tasks/s%n",
                millis[millis.length / 2],
                millis[millis.length * 95 / 100],
                p99,
                millis[millis.length - 1],
                millis.length,
                PER_SECOND);
        assertThat(p99).isLessThan(LIMIT_MILLIS);
        devices.forEach(TestDevice::close);
    }

    /** Submits at a steady pace, and waits for each task as soon as its id is known. */
    private List<Call> goRound(List<TestDevice> devices, int tasks) throws InterruptedException {
        CountDownLatch submitted = new CountDownLatch(tasks);
        String[] ids = new String[tasks];
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            IntStream.range(0, tasks)
                    .forEach(i -> clock.schedule(
                            () -> submit(devices.get(i % DEVICES), ids, i, submitted),
                            i * 1_000_000L / PER_SECOND,
                            TimeUnit.MICROSECONDS));
            assertThat(submitted.await(90, TimeUnit.SECONDS)).isTrue();
        }
        return IntStream.range(0, tasks)
                .mapToObj(i -> Objects.requireNonNull(waiting.get(ids[i])))
                .toList();
    }

    private void submit(TestDevice device, String[] ids, int i, CountDownLatch submitted) {
        operator.post(Bodies.task(device.id(), "open", "")).coming().thenAccept(answer -> {
            String location = answer.headers().firstValue("Location").orElseThrow();
            ids[i] = location.substring(location.lastIndexOf('/') + 1);
            waiting.put(ids[i], viewer.get(ids[i], "Prefer", "wait=30"));
            device.send("req", ids[i], Map.of(), "");
            submitted.countDown();
        });
    }

    /** Answers what it gets after a moment, so that the client waits before the word. */
    private void work(TestDevice device, Word word) {
        String id = Objects.requireNonNull(word.taskId());
        if (word.suffix().equals("rsp") && saidAt.putIfAbsent(id, 0L) == null) {
            device.later(Duration.ofMillis(150), () -> {
                saidAt.put(id, System.nanoTime());
                device.send("res", id, Map.of("status_code", "200"), "{\"ok\":true}");
            });
        }
    }

    private double sinceTheWord(Call call) {
        assertThat(call.answer().statusCode()).isEqualTo(200);
        assertThat(call.answer().body()).contains("\"state\":\"DONE\"");
        String uri = call.answer().uri().getPath();
        long said = Objects.requireNonNull(saidAt.get(uri.substring(uri.lastIndexOf('/') + 1)));
        return (call.end().join() - said) / 1e6;
    }
}
