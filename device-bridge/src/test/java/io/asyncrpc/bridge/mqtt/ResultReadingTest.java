package io.asyncrpc.bridge.mqtt;

import static io.asyncrpc.bridge.mqtt.DeviceMessages.from;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.bridge.report.Report;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results: properties with their defaults, bodies byte for byte, and the envelope of older devices. */
class ResultReadingTest {
    private static final String ID = "01957e5a-7c00-7000-8000-000000000001";
    private static final DeviceMessages RESULT = from("dev.pump-7.res").with("correlationData", ID);
    private static final DeviceMessages UNCORRELATED = from("dev.pump-7.res");

    private final UplinkReader reader = new UplinkReader(100_000);

    @Test
    void bareResultIsASuccess() {
        // When
        Report.Result result = understood(RESULT);

        // Then
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.extId()).isEqualTo("0");
        assertThat(result.attempt()).isNull();
        assertThat(result.retryAfter()).isNull();
        assertThat(result.body()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"200,200", "' 503 ',503", "0,0", "-1,-1", "abc,501", "2e2,501", "200.0,501", "99999999999,501", "'',200"
    })
    void statusThatIsNoNumberIs501(String text, int status) {
        // When
        Report.Result result = understood(RESULT.with("status_code", text));

        // Then
        assertThat(result.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"30,30", "0,0", "-5,", "soon,", "99999999999,", "'',"})
    void retryAfterIsSecondsOrNothing(String text, Long seconds) {
        // When
        Report.Result result = understood(RESULT.with("retry_after", text));

        // Then
        assertThat(result.retryAfter()).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "0", "-1", "99999999999", "1 2"})
    void attemptThatIsNoAttemptIsRefused(String attempt) {
        // When
        Heard heard = reader.read(RESULT.with("attempt", attempt).message());

        // Then
        assertThat(heard)
                .isInstanceOfSatisfying(
                        Heard.Refused.class, it -> assertThat(it.code()).isEqualTo("invalid"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\u0000b", "line\nbreak", "12345678901234567890123456789012345678901234567890123456789012345"})
    void extIdIsAShortText(String extId) {
        // When
        Heard heard = reader.read(RESULT.with("ext_id", extId).message());

        // Then
        assertThat(heard)
                .isInstanceOfSatisfying(
                        Heard.Refused.class, it -> assertThat(it.code()).isEqualTo("invalid"));
    }

    static List<byte[]> bodies() {
        return List.of(
                "{\"open\": 1.50}".getBytes(UTF_8),
                "plain\u0000text".getBytes(UTF_8),
                new byte[] {(byte) 0xff, 0},
                new byte[] {0},
                "{\"corr_id\":\"another\"".getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void bodyOfACorrelatedResultIsOpaque(byte[] body) {
        // When
        Report.Result result = understood(RESULT.body(body));

        // Then
        assertThat(result.body()).isEqualTo(body);
    }

    @Test
    void envelopeGivesWhatPropertiesWouldAndItsBodyByteForByte() {
        // When
        Report.Result result = understood(UNCORRELATED.body("{\"correlationData\":\"" + ID
                + "\", \"status_code\":503,\"ext_id\":17,\"attempt\":\"2\",\"body\": {\"a\" : 1.50, \"é\":[ ]} }"));

        // Then
        assertThat(result.statusCode()).isEqualTo(503);
        assertThat(result.extId()).isEqualTo("17");
        assertThat(result.attempt()).isEqualTo(2);
        assertThat(text(result)).isEqualTo("{\"a\" : 1.50, \"é\":[ ]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"temp\": 1.50 ,\"l\\u0069st\":[1, 2]|{\"temp\":1.50,\"list\":[1, 2]}",
                "\"attempt\":1|{}",
                "\"body\":\"text\"|\"text\"",
                "\"body\":null|null",
                "\"body\":7,\"left\":1|7"
            })
    void withoutABodyKeyTheRestOfTheEnvelopeIsTheBody(String members, String body) {
        // When
        Report.Result result = understood(UNCORRELATED.body("{\"corr_id\":\"" + ID + "\"," + members + "}"));

        // Then
        assertThat(text(result)).isEqualTo(body);
    }

    @Test
    void envelopeKeysAreOpaqueWhereTheCorrelationCameByProperty() {
        // When
        Report.Result result = understood(RESULT.body("{\"status_code\":500,\"body\":1}"));

        // Then
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(text(result)).isEqualTo("{\"status_code\":500,\"body\":1}");
    }

    static List<byte[]> brokenEnvelopes() {
        return List.of(
                "garbage".getBytes(UTF_8),
                "[\"corr_id\"]".getBytes(UTF_8),
                "\"text\"".getBytes(UTF_8),
                ("{\"corr_id\":\"" + ID + "\"").getBytes(UTF_8),
                ("{\"corr_id\":\"" + ID + "\"} x").getBytes(UTF_8),
                ("{\"corr_id\":\"" + ID + "\",\"corr_id\":\"" + ID + "\"}").getBytes(UTF_8),
                ("{\"corr_id\":\"" + ID + "\",\"body\":1,\"body\":2}").getBytes(UTF_8),
                ("{\"corr_id\":\"" + ID + "\",\"n\":" + "9".repeat(5000) + "}").getBytes(UTF_8),
                ("{\"corr_id\":\"" + ID + "\",\"n\":" + "[".repeat(5000)).getBytes(UTF_8),
                "\0".getBytes(UTF_8),
                new byte[] {(byte) 0xff, (byte) 0xfe},
                new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'},
                "{\"corr_id\":1}".getBytes(UTF_16));
    }

    @ParameterizedTest
    @MethodSource("brokenEnvelopes")
    void bodyThatIsNoEnvelopeIsMalformed(byte[] body) {
        // When
        Heard heard = reader.read(UNCORRELATED.body(body).message());

        // Then
        assertThat(heard)
                .isInstanceOfSatisfying(
                        Heard.Refused.class, it -> assertThat(it.code()).isEqualTo("malformed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"attempt\":{}", "\"ext_id\":[1]", "\"attempt\":true", "\"ext_id\":\"half \\ud83d\""})
    void envelopeKeyOfTheWrongTypeIsInvalid(String member) {
        // When
        Heard heard = reader.read(
                UNCORRELATED.body("{\"corr_id\":\"" + ID + "\"," + member + "}").message());

        // Then
        assertThat(heard)
                .isInstanceOfSatisfying(
                        Heard.Refused.class, it -> assertThat(it.code()).isEqualTo("invalid"));
    }

    private Report.Result understood(DeviceMessages message) {
        return (Report.Result) ((Heard.Understood) reader.read(message.message())).report();
    }

    private static String text(Report.Result result) {
        return result.body() == null ? "" : new String(result.body(), UTF_8);
    }
}
