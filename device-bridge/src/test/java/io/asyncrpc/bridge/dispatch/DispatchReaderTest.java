package io.asyncrpc.bridge.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.bridge.dispatch.Dispatch.Reason;
import io.asyncrpc.bridge.dispatch.Dispatch.TaskHead;
import io.asyncrpc.bridge.dispatch.Dispatch.TaskState;
import io.asyncrpc.bridge.dispatch.DispatchReader.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchReaderTest {
    private static final Path GOLDEN = Path.of("../docs/contracts/dispatch.v1.json");
    private static final UUID TASK = UUID.fromString("01957e5a-7c00-7000-8000-000000000001");
    private static final String COMMITTED = "{\"kind\":\"committed\",\"deviceId\":\"pump-7\",\"taskId\":\"" + TASK
            + "\",\"extId\":\"17\",\"resultId\":1}";

    private final DispatchReader reader = new DispatchReader();

    @Test
    void goldenExampleIsRead() throws IOException {
        // When
        Reading reading = reader.read(Files.readAllBytes(GOLDEN));

        // Then
        assertThat(reading).isEqualTo(new Reading(golden(), List.of()));
    }

    @Test
    void unknownFieldsArePassedOver() throws IOException {
        // Given
        String withMore = Files.readString(GOLDEN)
                .replace("{\"kind\"", "{\"new\":{\"deep\":[1]},\"kind\"")
                .replace("\"v\": 1", "\"v\": 1, \"more\": null")
                .replace("\"priority\"", "\"lane\": 3, \"priority\"");

        // When
        Reading reading = reader.read(withMore.getBytes(UTF_8));

        // Then
        assertThat(withMore).contains("lane", "more", "deep");
        assertThat(reading).isEqualTo(new Reading(golden(), List.of()));
    }

    @Test
    void whereTheTraceGoesOnIsRead() throws IOException {
        // When
        Reading reading = reader.read(Files.readAllBytes(Path.of("../docs/contracts/dispatch-traced.v1.json")));

        // Then
        assertThat(reading.unreadable()).isEmpty();
        assertThat(reading.items())
                .extracting(item -> String.valueOf(item.trace()))
                .containsExactly(
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203332-01",
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203333-01",
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203334-01");
    }

    @Test
    void whatIsNoTraceHidesNoWord() {
        // When
        Reading reading = reader.read(message(COMMITTED.replace("}", ",\"traceparent\":\"nonsense\"}")));

        // Then
        assertThat(reading.items()).containsExactly(new Dispatch.Committed("pump-7", TASK, "17", 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cancelMayAnswerADeviceThatAsked(boolean asked) {
        // When
        Reading reading = reader.read(message("{\"kind\":\"cancel\",\"deviceId\":\"pump-7\",\"taskId\":\"" + TASK
                + "\",\"deadline\":\"2026-03-01T10:00:00Z\",\"asked\":" + asked + "}"));

        // Then
        assertThat(reading.items())
                .containsExactly(new Dispatch.Cancel("pump-7", TASK, Instant.parse("2026-03-01T10:00:00Z"), asked));
    }

    @Test
    void cancelIsRead() {
        // When
        Reading reading = reader.read(message("{\"kind\":\"cancel\",\"deviceId\":\"pump-7\",\"taskId\":\"" + TASK
                + "\",\"deadline\":\"2026-03-01T10:00:00Z\"}"));

        // Then
        assertThat(reading.items())
                .containsExactly(new Dispatch.Cancel("pump-7", TASK, Instant.parse("2026-03-01T10:00:00Z"), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\":\"sing\",\"deviceId\":\"pump-7\"}",
                "{\"kind\":\"cancel\",\"deviceId\":\"pump-7\"}",
                "{\"kind\":\"cancel\",\"deviceId\":\"pump-7\",\"taskId\":\"x\",\"deadline\":\"2026-03-01T10:00:00Z\"}",
                "{\"kind\":\"cancel\",\"deviceId\":\"pump-7\",\"taskId\":\"01957e5a-7c00-7000-8000-000000000001\",\"deadline\":\"2026-03-01T10:00:00Z\",\"asked\":1}",
                "{\"kind\":\"nothing\",\"deviceId\":\"pump-7\",\"reason\":\"WHY\",\"time\":\"2026-03-01T10:00:00Z\"}",
                "{\"kind\":\"nothing\",\"deviceId\":\"pump-7\",\"reason\":\"HELD\",\"time\":7}",
                "{\"kind\":\"refused\",\"deviceId\":\"#\",\"status\":404,\"code\":\"c\",\"detail\":\"d\"}",
                "{\"kind\":\"refused\",\"deviceId\":\"a.b\",\"status\":404,\"code\":\"c\",\"detail\":\"d\"}",
                "{\"kind\":\"refused\",\"deviceId\":\"pump-7\",\"status\":4.5,\"code\":\"c\",\"detail\":\"d\"}",
                "{\"kind\":\"refused\",\"deviceId\":\"pump-7\",\"status\":404,\"code\":\"c\",\"detail\":\"\\ud83d\"}",
                "7",
                "null",
                "[]"
            })
    void itemThatCannotBeReadDoesNotTakeItsNeighboursWithIt(String item) {
        // When
        Reading reading = reader.read(message(item + "," + COMMITTED));

        // Then
        assertThat(reading.items()).containsExactly(new Dispatch.Committed("pump-7", TASK, "17", 1));
        assertThat(reading.unreadable()).hasSize(1).first().asString().startsWith("item 0: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "\0", "{}", "[]", "null", "{\"v\":2,\"items\":[]}", "{\"v\":1,\"items\":{}}", "{\"v\":1"
            })
    void messageThatIsNoneIsUnreadableAsAWhole(String body) {
        // When
        Reading reading = reader.read(body.getBytes(UTF_8));

        // Then
        assertThat(reading.items()).isEmpty();
        assertThat(reading.unreadable()).hasSize(1);
    }

    private static byte[] message(String items) {
        return ("{\"v\":1,\"items\":[" + items + "]}").getBytes(UTF_8);
    }

    private static List<Dispatch> golden() {
        Instant ten = Instant.parse("2026-03-01T10:00:00Z");
        Instant eleven = Instant.parse("2026-03-01T11:00:00Z");
        return List.of(
                new Dispatch.Doorbell(
                        "pump-7", new TaskHead(TASK, ten, "order-1", "17", 5, eleven), ten.plusSeconds(5)),
                new Dispatch.Handout(
                        "pump-7",
                        new TaskHead(TASK, ten, "", "open-valve", 0, eleven),
                        TaskState.PENDING,
                        ten.plusMillis(100),
                        ten.plusMillis(200),
                        1,
                        ten.plusMillis(300_200),
                        "{\"percent\": 1.50}"),
                new Dispatch.Nothing("pump-8", null, Reason.NOTHING, ten.plusMillis(300)),
                new Dispatch.Committed("pump-7", TASK, "17", 1),
                new Dispatch.Cancel("pump-7", TASK, ten.plusSeconds(60), false),
                new Dispatch.Refused(
                        "pump-9",
                        UUID.fromString("01957e5a-7c00-7000-8000-000000000003"),
                        404,
                        "not-found",
                        "no such task for this device"),
                new Dispatch.EventStored("pump-7", UUID.fromString("01957e5a-7c00-7000-8000-000000000009"), "12", true),
                new Dispatch.EventStored("pump-8", null, "0", false));
    }
}
