package io.asyncrpc.bridge.mqtt;

import static io.asyncrpc.bridge.mqtt.DeviceMessages.from;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.bridge.report.Report;
import io.asyncrpc.bridge.trace.TraceParent;
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
    void deviceMaySayWhereTheTraceGoesOn() {
        // Given
        TraceParent trace = new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

        // When
        Heard heard = reader.read(from("dev.pump-7.req")
                .with("correlationData", ID)
                .with("traceparent", trace.toString())
                .message());

        // Then
        assertThat(heard).isEqualTo(new Heard.Understood(new Report.Claim("pump-7", DeviceMessages.AT, TASK, trace)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "\ud83d",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\",\"kind\":\"result\""
            })
    void whatIsNoTraceIsPassedOver(String hostile) {
        // When
        Heard heard = reader.read(from("dev.pump-7.req")
                .with("correlationData", ID)
                .with("traceparent", hostile)
                .message());

        // Then
        assertThat(heard).isEqualTo(new Heard.Understood(new Report.Claim("pump-7", DeviceMessages.AT, TASK)));
    }

    @Test
    void zeroUuidInPropertiesAsksForTheNext() {
        // When
        Heard heard = reader.read(
                from("dev.pump-7.req").correlated(ZERO.getBytes(UTF_8)).message());

        // Then
        assertThat(heard).isEqualTo(new Heard.Understood(new Report.Claim("pump-7", DeviceMessages.AT, null)));
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
                "evt|''|malformed",
                "evt|{|malformed",
                "evt|{}{}|malformed",
                "evt|nope|malformed",
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

    private String codeOf(DeviceMessages message) {
        return reader.read(message.message()) instanceof Heard.Refused it ? it.code() : "understood";
    }
}
