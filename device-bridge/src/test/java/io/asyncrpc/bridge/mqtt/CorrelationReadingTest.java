package io.asyncrpc.bridge.mqtt;

import static io.asyncrpc.bridge.mqtt.DeviceMessages.from;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.bridge.report.Report;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The task id in all the forms that devices send it in. */
class CorrelationReadingTest {
    private static final String ID = "01957e5a-7c00-7000-8000-000000000001";
    private static final UUID TASK = UUID.fromString(ID);

    private final UplinkReader reader = new UplinkReader(1000);

    @Test
    void correlationIsReadFromEveryFormItComesIn() {
        // Given
        byte[] raw = {1, (byte) 0x95, 0x7e, 0x5a, 0x7c, 0, 0x70, 0, (byte) 0x80, 0, 0, 0, 0, 0, 0, 1};
        DeviceMessages ack = from("dev.pump-7.ack");

        // When / Then
        assertThat(taskOf(ack.with("correlationData", ID))).isEqualTo(TASK);
        assertThat(taskOf(ack.with("CorrelationData", ID.toUpperCase(Locale.ROOT))))
                .isEqualTo(TASK);
        assertThat(taskOf(ack.correlated(ID.getBytes(UTF_8)))).isEqualTo(TASK);
        assertThat(taskOf(ack.correlated(raw))).isEqualTo(TASK);
        assertThat(taskOf(ack.body("{\"correlationData\":\"" + ID + "\"}"))).isEqualTo(TASK);
        assertThat(taskOf(ack.body("{\"correlation_data\":\"" + ID + "\"}"))).isEqualTo(TASK);
        assertThat(taskOf(ack.body("{\"corr_data\":\"" + ID + "\"}"))).isEqualTo(TASK);
        assertThat(taskOf(ack.body("{\"corr_id\":\"" + ID + "\"}"))).isEqualTo(TASK);
    }

    @Test
    void sixteenBytesAreAUuidEvenIfTheyCouldBeText() {
        // Given
        DeviceMessages ack = from("dev.pump-7.ack").correlated("0123456789abcdef".getBytes(UTF_8));

        // When
        UUID task = taskOf(ack);

        // Then
        assertThat(task).isEqualTo(UUID.fromString("30313233-3435-3637-3839-616263646566"));
    }

    @Test
    void userPropertyComesBeforeCorrelationDataAndThatBeforeTheBody() {
        // Given
        String other = "01957e5a-7c00-7000-8000-000000000002";
        DeviceMessages message = from("dev.pump-7.ack").body("{\"corr_id\":\"" + other + "\"}");

        // When / Then
        assertThat(taskOf(message.correlated(ID.getBytes(UTF_8)))).isEqualTo(TASK);
        assertThat(taskOf(message.correlated(other.getBytes(UTF_8)).with("correlationData", ID)))
                .isEqualTo(TASK);
    }

    @Test
    void bodyOfACorrelatedWordIsNotLookedAt() {
        // When
        UUID task = taskOf(from("dev.pump-7.ack").with("correlationData", ID).body("{\0"));

        // Then
        assertThat(task).isEqualTo(TASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"not-a-uuid", "1-1-1-1-1", "0123456789abcde", "01957e5a-7c00-7000-8000-00000000000g", "\0\0\0"})
    void correlationThatIsNoUuidIsRefusedAndNotSkipped(String text) {
        // Given
        DeviceMessages message = from("dev.pump-7.req").body("{\"corr_id\":\"" + ID + "\"}");

        // When / Then
        assertThat(codeOf(message.with("correlationData", text))).isEqualTo("invalid");
        assertThat(codeOf(message.correlated(text.getBytes(ISO_8859_1)))).isEqualTo("invalid");
    }

    private UUID taskOf(DeviceMessages message) {
        return reader.read(message.message()) instanceof Heard.Understood(Report.Acknowledged it)
                ? it.taskId()
                : new UUID(0, 0);
    }

    private String codeOf(DeviceMessages message) {
        return reader.read(message.message()) instanceof Heard.Refused it ? it.code() : "understood";
    }
}
