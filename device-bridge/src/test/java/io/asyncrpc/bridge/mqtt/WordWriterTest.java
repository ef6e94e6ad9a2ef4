package io.asyncrpc.bridge.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.bridge.dispatch.Dispatch;
import io.asyncrpc.bridge.dispatch.Dispatch.Reason;
import io.asyncrpc.bridge.dispatch.Dispatch.TaskHead;
import io.asyncrpc.bridge.dispatch.Dispatch.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words to the letter of docs/protocol.md. */
class WordWriterTest {
    private static final String ID = "01957e5a-7c00-7000-8000-000000000001";
    private static final UUID TASK = UUID.fromString(ID);
    private static final Instant CREATED = Instant.ofEpochSecond(1_000_000);
    private static final Instant NOW = CREATED.plusSeconds(10);
    private static final Instant EXPIRES = CREATED.plusSeconds(3600);

    private final WordWriter writer = new WordWriter();

    @Test
    void doorbellTellsTheTaskWithoutItsPayload() {
        // When
        Word word = write(new Dispatch.Doorbell("pump-7", head("17"), NOW.plusSeconds(5)));

        // Then
        assertThat(word.suffix()).isEqualTo("tsk");
        assertThat(word.correlation()).isEqualTo(ID);
        assertThat(word.properties()).isEqualTo(Map.of("method_code", "17"));
        assertThat(word.contentType()).isEqualTo("application/json");
        assertThat(word.expiry()).isEqualTo(Duration.ofSeconds(5));
        assertThat(text(word))
                .isEqualTo("{\"id\":\"" + ID + "\",\"created_at\":1000000,\"header\":{\"ext_task_id\":\"order-1\","
                        + "\"device_id\":\"pump-7\",\"method_code\":17,\"method\":\"17\",\"priority\":5,\"ttl\":60}}");
    }

    @Test
    void doorbellExpiresWithTheTaskIfThatIsSooner() {
        // When
        Word word = write(new Dispatch.Doorbell("pump-7", head("17"), EXPIRES.plusSeconds(100)));

        // Then
        assertThat(word.expiry()).isEqualTo(Duration.ofSeconds(3590));
    }

    @Test
    void storedEventGetsItsNumberBackAsANumber() {
        // When
        Word word = write(new Dispatch.EventStored("pump-7", TASK, "12", true));

        // Then
        assertThat(word.suffix()).isEqualTo("eva");
        assertThat(word.correlation()).isEqualTo(ID);
        assertThat(word.properties()).isEqualTo(Map.of("dev_event_id", "12"));
        assertThat(word.expiry()).isEqualTo(Duration.ofMinutes(3));
        assertThat(text(word)).isEqualTo("{\"status\":\"success\",\"dev_event_id\":12}");
    }

    @Test
    void eventThatIsNotWantedGetsItsTextBack() {
        // When
        Word word = write(new Dispatch.EventStored("pump-7", null, "a-1", false));

        // Then
        assertThat(word.correlation()).isEmpty();
        assertThat(text(word)).isEqualTo("{\"status\":\"error\",\"dev_event_id\":\"a-1\"}");
    }

    @Test
    void handoutCarriesThePayloadByteForByte() {
        // When
        Word word = write(new Dispatch.Handout(
                "pump-7",
                head("open-valve"),
                TaskState.PENDING,
                CREATED.plusMillis(1999),
                CREATED.plusSeconds(9),
                2,
                NOW.plusMillis(299_900),
                "{\"percent\": 1.50}"));

        // Then
        assertThat(word.suffix()).isEqualTo("rsp");
        assertThat(word.properties()).isEqualTo(Map.of("method_code", "65535", "attempt", "2", "lease", "299"));
        assertThat(word.expiry()).isEqualTo(Duration.ofSeconds(299));
        assertThat(text(word)).startsWith("{\"id\":\"" + ID + "\",\"created_at\":1000000,\"header\":{");
        assertThat(text(word))
                .endsWith("},\"status\":1,\"pending_at\":1000001,\"locked_at\":1000009,\"attempt\":2,\"lease\":299,"
                        + "\"payload\":{\"percent\": 1.50}}");
    }

    @Test
    void handoutWithoutPayloadOrDoorbellSaysNull() {
        // When
        Word word = write(
                new Dispatch.Handout("pump-7", head("m"), TaskState.NEW, null, NOW, 1, NOW.plusSeconds(60), null));

        // Then
        assertThat(text(word)).contains("\"status\":0,\"pending_at\":null").endsWith("\"payload\":null}");
    }

    @Test
    void clockBehindTheDatabasePromisesNoMoreThanWasGranted() {
        // Given
        Instant behind = CREATED.minusMillis(20);
        Dispatch task = new Dispatch.Handout(
                "pump-7", head("m"), TaskState.NEW, null, CREATED, 1, CREATED.plusSeconds(60), null);

        // When
        Word word = writer.write(task, behind).orElseThrow();

        // Then
        assertThat(text(word)).contains("\"ttl\":60").contains("\"lease\":60");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void nothingHasTheZeroCorrelationAndMethodZero(Reason reason) {
        // When
        Word word = write(new Dispatch.Nothing("pump-7", TASK, reason, NOW));

        // Then
        assertThat(word.suffix()).isEqualTo("rsp");
        assertThat(word.correlation()).isEqualTo("00000000-0000-0000-0000-000000000000");
        assertThat(word.properties()).isEqualTo(Map.of("method_code", "0"));
        assertThat(word.expiry()).isEqualTo(Duration.ofMinutes(3));
        assertThat(text(word))
                .isEqualTo("{\"method_code\":0,\"for\":\"" + ID + "\",\"reason\":\"" + reason + "\",\"time\":1000010}");
    }

    @ParameterizedTest
    @CsvSource({
        "17,17",
        "0,0",
        "-3,-3",
        "a-1,'\"a-1\"'",
        "017,'\"017\"'",
        "9223372036854775808,'\"9223372036854775808\"'"
    })
    void committedGivesTheDeviceItsOwnNumberBack(String extId, String inBody) {
        // When
        Word word = write(new Dispatch.Committed("pump-7", TASK, extId, 3));

        // Then
        assertThat(word.suffix()).isEqualTo("cmt");
        assertThat(word.correlation()).isEqualTo(ID);
        assertThat(word.properties()).isEqualTo(Map.of("ext_id", extId, "result_id", "3"));
        assertThat(word.expiry()).isEqualTo(Duration.ofMinutes(180));
        assertThat(text(word))
                .isEqualTo(
                        "{\"message\":\"committed\",\"id\":\"" + ID + "\",\"ext_id\":" + inBody + ",\"result_id\":3}");
    }

    @Test
    void cancelLastsUntilItsDeadline() {
        // When
        Word word = write(new Dispatch.Cancel("pump-7", TASK, NOW.plusSeconds(60), false));

        // Then
        assertThat(word.suffix()).isEqualTo("cnl");
        assertThat(word.expiry()).isEqualTo(Duration.ofSeconds(60));
        assertThat(text(word)).isEqualTo("{\"id\":\"" + ID + "\",\"deadline\":1000070}");
    }

    @Test
    void refusalIsAProblem() {
        // When
        Word word = write(new Dispatch.Refused("pump-7", TASK, 404, "not-found", "no such \"task\""));

        // Then
        assertThat(word.suffix()).isEqualTo("err");
        assertThat(word.contentType()).isEqualTo("application/problem+json");
        assertThat(word.expiry()).isEqualTo(Duration.ofMinutes(3));
        assertThat(text(word))
                .isEqualTo("{\"type\":\"urn:asyncrpc:problem:not-found\",\"title\":\"not found\",\"status\":404,"
                        + "\"code\":\"not-found\",\"detail\":\"no such \\\"task\\\"\",\"id\":\"" + ID + "\"}");
    }

    @Test
    void refusalAboutNoTaskHasNoCorrelation() {
        // When
        Word word = write(new Dispatch.Refused("pump-7", null, 400, "malformed", "no"));

        // Then
        assertThat(word.correlation()).isEmpty();
        assertThat(text(word)).doesNotContain("\"id\"");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "65534,65534", "65535,65535", "99999,65535", "0,65535", "017,65535", "reboot,65535", "1.5,65535"
    })
    void methodsThatAreNumbersAreTheirOwnCode(String method, int code) {
        // When / Then
        assertThat(MethodCode.of(method)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 999})
    void wordPastItsDeadlineIsNotWritten(long millisLeft) {
        // Given
        Instant deadline = NOW.plusMillis(millisLeft);

        // When / Then
        assertThat(writer.write(new Dispatch.Doorbell("pump-7", head("m"), deadline), NOW)
                        .isPresent())
                .isEqualTo(millisLeft > 0);
        assertThat(writer.write(new Dispatch.Cancel("pump-7", TASK, deadline, false), NOW)
                        .isPresent())
                .isEqualTo(millisLeft > 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {-60_000, 0, 999})
    void askingDeviceThatCannotHaveTheTaskInTimeIsToldThatThereIsNothing(long millisLeft) {
        // Given
        Instant deadline = NOW.plusMillis(millisLeft);
        Dispatch handout = new Dispatch.Handout("pump-7", head("m"), TaskState.NEW, null, NOW, 1, deadline, "{}");
        Word nothing = write(new Dispatch.Nothing("pump-7", TASK, Reason.TOO_EARLY, NOW));

        // When / Then
        assertThat(write(handout)).usingRecursiveComparison().isEqualTo(nothing);
        Word cancel = write(new Dispatch.Cancel("pump-7", TASK, deadline, true));
        assertThat(cancel.suffix()).isEqualTo(millisLeft > 0 ? "cnl" : "rsp");
    }

    private Word write(Dispatch dispatch) {
        return writer.write(dispatch, NOW).orElseThrow();
    }

    private static TaskHead head(String method) {
        return new TaskHead(TASK, CREATED, "order-1", method, 5, EXPIRES);
    }

    private static String text(Word word) {
        return new String(word.body(), UTF_8);
    }
}
