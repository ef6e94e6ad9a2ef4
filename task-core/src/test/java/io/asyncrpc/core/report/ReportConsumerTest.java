package io.asyncrpc.core.report;

import static io.asyncrpc.core.house.House.house;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Delivery;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.asyncrpc.core.house.House;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports come over the real broker; rows move and words are said. */
@QuarkusTest
class ReportConsumerTest extends CoreTest {
    @Inject
    Database database;

    private String device = "";

    @BeforeEach
    void aDevice() {
        device = api.device();
    }

    @Test
    void callGoesFromTheDoorbellToItsResult() {
        // Given
        String task = api.submit(device, ",\"payload\":{\"percent\":  1.50},\"externalId\":\"order\"")
                .path("id")
                .asText();
        JsonNode doorbell = house().word(device, "doorbell");

        // When
        house().report(Reports.acknowledged(device, task));
        api.await(task, "PENDING");
        house().report(Reports.next(device));
        JsonNode handout = house().word(device, "task");
        house().report(Reports.progress(device, task, 40));
        house().report(Reports.result(device, task, 200, 1, "{\\\"open\\\": true}"));
        JsonNode committed = house().word(device, "committed");

        // Then
        assertThat(doorbell.at("/task/id").asText()).isEqualTo(task);
        assertThat(handout.at("/task/externalId").asText()).isEqualTo("order");
        assertThat(handout.path("state").asText()).isEqualTo("PENDING");
        assertThat(handout.path("attempt").asInt()).isEqualTo(1);
        assertThat(handout.path("payload").asText()).isEqualTo("{\"percent\":  1.50}");
        assertThat(committed.path("resultId").asInt()).isEqualTo(1);
        assertThat(committed.path("extId").asText()).isEqualTo("7");
        JsonNode done = api.get(task);
        assertThat(done.path("state").asText()).isEqualTo("DONE");
        assertThat(done.at("/result/body/open").asBoolean()).isTrue();
        assertThat(done.at("/progress/percent").asInt()).isEqualTo(40);
        assertThat(done.path("version").asInt()).isEqualTo(5);
        assertThat(done.path("results").size()).isEqualTo(1);
    }

    @Test
    void sameMessageTwiceChangesNothingMore() {
        // Given
        String task = api.task(device);
        String[] call = {
            Reports.acknowledged(device, task), Reports.claim(device, task), Reports.result(device, task, 200, 1, "ok")
        };

        // When
        house().report(call);
        JsonNode first = house().word(device, "committed");
        house().report(call);
        JsonNode second = house().word(device, "committed");

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(house().word(device, "nothing").path("reason").asText()).isEqualTo("FINAL");
        assertThat(api.get(task).path("version").asInt()).isEqualTo(4);
        assertThat(database.count("select count(*) from task_result where task_id = $1", UUID.fromString(task)))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "null", "{\"v\":2,\"items\":[]}", "{\"v\":1,\"items\":[{\"kind\":\"sing\"}]}"})
    void messageNobodyCanReadIsPutAwayAndTheNextOneWorks(String poison) {
        // Given
        String mark = " ".repeat(1 + Math.floorMod(poison.hashCode(), 50)) + "\n" + (poison.isEmpty() ? "\u0000" : "");

        // When
        house().say("core.reports", (mark + poison).getBytes(UTF_8), "application/json");
        house().report(Reports.next(device));

        // Then
        Delivery away = house().putAway(mark + poison);
        assertThat(away.getBody()).isEqualTo((mark + poison).getBytes(UTF_8));
        assertThat(away.getProperties().getHeaders())
                .extractingByKey("x-reason")
                .asString()
                .isNotBlank();
        assertThat(away.getProperties().getDeliveryMode()).isEqualTo(2);
        assertThat(house().word(device, "nothing").path("reason").asText()).isEqualTo("NOTHING");
    }

    @Test
    void poisonOfEveryOtherKindDoesNotStopTheQueue() {
        // When
        house().say("core.reports", new byte[0], "application/json");
        house().say("core.reports", new byte[] {0, (byte) 0xff}, "text/plain");
        house().say("core.reports", "[".repeat(1_000_000).getBytes(UTF_8), "application/json");
        house().report("{\"kind\":\"" + "long kind ".repeat(20_000) + "\"}");
        house().report(Reports.next("a\\u0000b"));
        house().report(Reports.acknowledged(device, UUID.randomUUID().toString())
                .replace(device, "\\ud800"));
        house().report(Reports.connected(device, "far away", java.time.Instant.parse("+200000-01-01T00:00:00Z")));
        house().report(Reports.connected(device, "c\\u0000", java.time.Instant.now()));
        house().report("{\"kind\":\"connections\",\"at\":\"2026-03-01T10:00:00Z\",\"connections\":["
                + connection("twin") + "," + connection("twin") + "]}");
        house().report(Reports.next(device));

        // Then
        assertThat(house().word(device, "nothing").path("reason").asText()).isEqualTo("NOTHING");
        assertThat(house().putAway("a\\u0000b").getProperties().getHeaders()).containsKey("x-reason");
        assertThat(house().putAway("long kind").getProperties().getHeaders()).containsKey("x-reason");
        assertThat(house().putAway("far away").getProperties().getHeaders()).containsKey("x-reason");
    }

    @Test
    void itemThatCannotBeHandledDoesNotTakeItsMessageAlong() {
        // Given
        String task = api.task(device);

        // When
        house().report(
                        "{\"kind\":\"sing\",\"deviceId\":\"" + device + "\"}",
                        Reports.next(device + "\\u0000"),
                        Reports.result(device, task, 200, null, "ok"));

        // Then
        assertThat(house().word(device, "committed").path("resultId").asInt()).isEqualTo(1);
        Map<String, Object> headers = house().putAway("sing\",\"deviceId\":\"" + device)
                .getProperties()
                .getHeaders();
        assertThat(String.valueOf(headers.get("x-reason"))).contains("item 0: unknown kind sing", "0x00");
    }

    private String connection(String name) {
        return "{\"deviceId\":\"" + device + "\",\"connection\":\"" + name + "\",\"since\":\"2026-03-01T10:00:00Z\"}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/octet-stream", "image/png"})
    void contentTypeDoesNotMatter(String contentType) {
        // When
        house().say("core.reports", House.message(Reports.next(device)), contentType);

        // Then
        assertThat(house().word(device, "nothing").path("asked").isNull()).isTrue();
    }

    @Test
    void poisonDoesNotTakeGoodMessagesOfItsBatchAlong() {
        // Given
        String task = api.task(device);

        // When
        for (int i = 0; i < 10; i++) {
            house().report(Reports.next("bad\\u0000" + i));
        }
        house().report(Reports.result(device, task, 200, null, "ok"));

        // Then
        assertThat(house().word(device, "committed").path("resultId").asInt()).isEqualTo(1);
        IntStream.range(0, 10).forEach(i -> house().putAway("bad\\u0000" + i));
    }

    @Test
    void batchOf200IsWrittenAndAnswered() {
        // Given
        List<String> tasks = Stream.generate(() -> api.task(device)).limit(100).toList();

        // When
        house().report(tasks.stream()
                .flatMap(task -> Stream.of(Reports.claim(device, task), Reports.result(device, task, 200, 1, task)))
                .toArray(String[]::new));

        // Then
        for (String task : tasks) {
            assertThat(house().word(
                                    task,
                                    w -> w.path("kind").asText().equals("committed")
                                            && w.path("taskId").asText().equals(task))
                            .path("resultId")
                            .asInt())
                    .isEqualTo(1);
        }
        assertThat(database.count("select count(*) from task where device_id = $1 and state = 'DONE'", device))
                .isEqualTo(100);
    }

    @Test
    void largePayloadsClaimedTogetherAreAllHandedOut() {
        // Given
        String payload = ",\"payload\":\"" + "\\\"".repeat(131_000) + "\"";
        List<String> tasks = Stream.generate(
                        () -> api.submit(device, payload).path("id").asText())
                .limit(40)
                .toList();

        // When
        house().report(tasks.stream().map(task -> Reports.claim(device, task)).toArray(String[]::new));

        // Then
        for (String task : tasks) {
            JsonNode handout = house().word(
                            task,
                            w -> w.path("kind").asText().equals("task")
                                    && w.at("/task/id").asText().equals(task));
            assertThat(handout.path("payload").asText()).hasSize(262_002);
        }
    }

    @Test
    void foreignDeviceCannotTouchATask() {
        // Given
        String task = api.task(device);
        String other = api.device();

        // When
        house().report(
                        Reports.acknowledged(other, task),
                        Reports.claim(other, task),
                        Reports.result(other, task, 200, null, "x"));

        // Then
        for (int i = 0; i < 3; i++) {
            JsonNode refused = house().word(other, "refused");
            assertThat(refused.path("status").asInt()).isEqualTo(404);
            assertThat(refused.path("taskId").asText()).isEqualTo(task);
        }
        assertThat(api.get(task).path("version").asInt()).isEqualTo(1);
    }

    @Test
    void bodiesAreKeptByteForByte() {
        // Given
        String task = api.task(device);

        // When
        house().report(Reports.result(device, task, 200, null, "")
                .replace("\"body\":\"\"", "\"body\":\"/wD+\",\"encoding\":\"base64\""));
        house().report(Reports.result(device, task, 500, null, "\\u0000 text"));
        house().report(Reports.result(device, task, 500, null, " {\\\"a\\\":  1.50} "));
        for (int i = 0; i < 3; i++) {
            house().word(device, "committed");
        }

        // Then
        JsonNode shown = api.get(task);
        assertThat(shown.at("/result/body").asText()).isEqualTo("/wD+");
        assertThat(shown.at("/result/encoding").asText()).isEqualTo("base64");
        assertThat(shown.at("/results/1/body").asText()).isEqualTo("\u0000 text");
        assertThat(shown.at("/results/2/body/a").asDouble()).isEqualTo(1.5);
        assertThat(shown.at("/results/2/encoding").isMissingNode()).isTrue();
        byte[] stored = database.rows(
                        "select body from task_result where task_id = $1 and result_id = 3", UUID.fromString(task))
                .getFirst()
                .getBuffer("body")
                .getBytes();
        assertThat(stored).isEqualTo(" {\"a\":  1.50} ".getBytes(UTF_8));
    }

    @Test
    void taskIsHandedOutOnceWhenManyAskTogether() {
        // Given
        List<String> tasks = Stream.generate(() -> api.task(device)).limit(5).toList();

        // When
        for (int i = 0; i < 20; i++) {
            house().report(Reports.next(device));
        }

        // Then
        for (int i = 0; i < 20; i++) {
            assertThat(house().word(device, "task").at("/task/id").asText()).isEqualTo(tasks.getFirst());
        }
        assertThat(database.count("select count(*) from task where device_id = $1 and state = 'LOCKED'", device))
                .isEqualTo(1);
    }
}
