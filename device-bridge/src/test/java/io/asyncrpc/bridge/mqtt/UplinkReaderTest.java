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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UplinkReaderTest {
    private static final String ID = "01957e5a-7c00-7000-8000-000000000001";
    private static final UUID TASK = UUID.fromString(ID);
    private static final String ZERO = "00000000-0000-0000-0000-000000000000";
    private static final int LIMIT = 1000;

    private final UplinkReader reader = new UplinkReader(LIMIT);

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

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{}", "{\"correlationData\":\"" + ZERO + "\"}", "{\"corr_id\":null}", "{\"a\":[1]}"})
    void requestWithoutATaskAsksForTheNext(String body) {
        // When
        Heard heard = reader.read(from("dev.pump-7.req").body(body).message());

        // Then
        assertThat(heard).isEqualTo(new Heard.Understood(new Report.Claim("pump-7", DeviceMessages.AT, null)));
    }

    @Test
    void zeroUuidInPropertiesAsksForTheNext() {
        // When
        Heard heard = reader.read(
                from("dev.pump-7.req").correlated(ZERO.getBytes(UTF_8)).message());

        // Then
        assertThat(heard).isEqualTo(new Heard.Understood(new Report.Claim("pump-7", DeviceMessages.AT, null)));
    }

    @Test
    void bodyOfACorrelatedWordIsNotLookedAt() {
        // When
        UUID task = taskOf(from("dev.pump-7.ack").with("correlationData", ID).body("{\0"));

        // Then
        assertThat(task).isEqualTo(TASK);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{\"percent\":40,\"message\":\"valve opening\"}|40|valve opening",
                "{\"percent\":0}|0|-",
                "{\"percent\":100,\"message\":null,\"more\":{}}|100|-",
                "{}|-|-"
            })
    void progressHasPercentOrMessageOrNeither(String body, Integer percent, String message) {
        // When
        Heard heard = reader.read(
                from("dev.pump-7.prg").with("correlationData", ID).body(body).message());

        // Then
        assertThat(heard)
                .isEqualTo(
                        new Heard.Understood(new Report.Progress("pump-7", DeviceMessages.AT, TASK, percent, message)));
    }

    @Test
    void progressOfAnOldDeviceStandsInTheEnvelope() {
        // When
        Heard heard = reader.read(from("dev.pump-7.prg")
                .body("{\"corr_id\":\"" + ID + "\",\"percent\":7}")
                .message());

        // Then
        assertThat(heard)
                .isEqualTo(new Heard.Understood(new Report.Progress("pump-7", DeviceMessages.AT, TASK, 7, null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prg|{\"percent\":101}|invalid",
                "prg|{\"percent\":-1}|invalid",
                "prg|{\"percent\":40.5}|invalid",
                "prg|{\"percent\":\"40\"}|invalid",
                "prg|{\"percent\":99999999999999999999}|invalid",
                "prg|{\"percent\":1e400}|invalid",
                "prg|{\"message\":7}|invalid",
                "prg|{\"message\":\"a\\u0000b\"}|invalid",
                "prg|{\"message\":\"half \\ud83d\"}|invalid",
                "prg|[1]|malformed",
                "prg|{\"percent\":1}{}|malformed",
                "prg|{|malformed",
                "evt|{}|not-supported",
                "xyz|{}|not-supported",
                "''|{}|not-supported",
                "res.more|{}|not-supported"
            })
    void whatMakesNoSenseIsRefused(String word, String body, String code) {
        // When
        Heard heard = reader.read(from("dev.pump-7." + word)
                .with("correlationData", ID)
                .body(body)
                .message());

        // Then
        assertThat(heard).isInstanceOfSatisfying(Heard.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.deviceId()).isEqualTo("pump-7");
            assertThat(refused.taskId()).isEqualTo(TASK);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ack", "prg", "res"})
    void wordsAboutATaskMustNameIt(String word) {
        // When
        Heard heard = reader.read(from("dev.pump-7." + word).body("{}").message());

        // Then
        assertThat(heard).isEqualTo(new Heard.Refused("pump-7", null, 422, "invalid", "the message names no task"));
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

    @Test
    void bodyOverTheLimitIsRefused() {
        // Given
        DeviceMessages result = from("dev.pump-7.res").with("correlationData", ID);

        // When / Then
        assertThat(codeOf(result.body("x".repeat(LIMIT + 1)))).isEqualTo("too-large");
        assertThat(reader.read(result.body("x".repeat(LIMIT)).message())).isInstanceOf(Heard.Understood.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "dev.pump-7", "srv.pump-7.res", "dev..res", "dev.a b.res", "dev.a\0.res", ""})
    void topicThatNamesNoDeviceHasNobodyToAnswer(String routingKey) {
        // When
        Heard heard = reader.read(from(routingKey).message());

        // Then
        assertThat(heard).isInstanceOf(Heard.Homeless.class);
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
