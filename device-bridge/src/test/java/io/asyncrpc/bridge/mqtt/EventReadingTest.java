package io.asyncrpc.bridge.mqtt;

import static io.asyncrpc.bridge.mqtt.DeviceMessages.from;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.bridge.report.Report;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device may say as {@code evt}, by properties or in an envelope. */
class EventReadingTest {
    private static final String ID = "01957e5a-7c00-7000-8000-000000000009";

    private final UplinkReader reader = new UplinkReader(262_144);

    @Test
    void propertiesTellOfAnEventAndItsBodyIsItsOwn() {
        // When
        Report.Event event = understood(evt("{\"body\": 1, \"event_type_code\": 9}")
                .with("event_type_code", " 7 ")
                .with("dev_event_id", "12")
                .with("dev_timestamp", "1772359204.5")
                .with("correlationData", ID));

        // Then
        assertThat(event)
                .usingRecursiveComparison()
                .isEqualTo(new Report.Event(
                        "pump-7",
                        DeviceMessages.AT,
                        UUID.fromString(ID),
                        "7",
                        "12",
                        "1772359204.5",
                        "{\"body\": 1, \"event_type_code\": 9}".getBytes(UTF_8)));
    }

    @Test
    void nativeCorrelationIsAPropertyToo() {
        // When
        Report.Event event = understood(evt("{\"body\":1}").correlated(ID.getBytes(UTF_8)));

        // Then
        assertThat(event.correlation()).isEqualTo(UUID.fromString(ID));
        assertThat(event.body()).isEqualTo("{\"body\":1}".getBytes(UTF_8));
    }

    @Test
    void oldDevicePutsAnEnvelopeAroundIt() {
        // When
        Report.Event event = understood(evt("{\"event_type_code\":7,\"dev_event_id\":\"12\",\"corr_id\":\"" + ID
                + "\",\"dev_timestamp\":1772359204,\"body\":{\"p\":  4.20}}"));

        // Then
        assertThat(event)
                .usingRecursiveComparison()
                .isEqualTo(new Report.Event(
                        "pump-7",
                        DeviceMessages.AT,
                        UUID.fromString(ID),
                        "7",
                        "12",
                        "1772359204",
                        "{\"p\":  4.20}".getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|{}",
                "[1, 2]|[1, 2]",
                "null|null",
                " 4.20 | 4.20 ",
                "\"body\"|\"body\"",
                "{\"temp\": 20}|{\"temp\":20}",
                "{\"dev_event_id\":null,\"a\":1}|{\"a\":1}",
                "{\"body\":null}|null",
                "{\"status_code\":5,\"ext_id\":6}|{\"status_code\":5,\"ext_id\":6}"
            })
    void withoutPropertiesWhatIsNoEnvelopeIsTheBody(String said, String body) {
        // When
        Report.Event event = understood(evt(said));

        // Then
        assertThat(new String(event.body(), UTF_8).trim()).isEqualTo(body.trim());
        assertThat(event.type()).isEqualTo("0");
        assertThat(event.devEventId()).isEqualTo("0");
        assertThat(event.devTimestamp()).isNull();
    }

    @Test
    void anyPropertyLeavesTheBodyAlone() {
        assertThat(understood(evt("{\"body\":1}").with("trace", "1")).body()).isEqualTo("{\"body\":1}".getBytes(UTF_8));
        assertThat(understood(evt("{\"body\":1}").with("x-reply-to-topic", "a")).body())
                .isEqualTo("1".getBytes(UTF_8));
    }

    @Test
    void limitIsOfTheEventWithoutItsEnvelope() {
        // Given
        String most = "\"" + "x".repeat(EventReader.BODY_LIMIT - 2) + "\"";

        // Then
        assertThat(understood(evt(most)).body()).hasSize(EventReader.BODY_LIMIT);
        assertThat(understood(evt("{\"event_type_code\":1,\"body\":" + most + "}"))
                        .body())
                .hasSize(EventReader.BODY_LIMIT);
        assertThat(refused(evt(most + " ").with("dev_event_id", "1"))).isEqualTo("too-large");
        assertThat(refused(evt("{\"body\":[" + most + "]}"))).isEqualTo("too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_type_code", "dev_event_id", "dev_timestamp"})
    void propertiesAreShortTexts(String name) {
        assertThat(refused(evt("1").with(name, "x".repeat(65)))).isEqualTo("invalid");
        assertThat(refused(evt("1").with(name, "a\u0000b"))).isEqualTo("invalid");
        assertThat(refused(evt("1").with(name, "half \ud83d"))).isEqualTo("invalid");
        assertThat(refused(evt("{\"" + name + "\":\"" + "x".repeat(65) + "\"}")))
                .isEqualTo("invalid");
        assertThat(refused(evt("{\"" + name + "\":{}}"))).isEqualTo("invalid");
        assertThat(refused(evt("{\"" + name + "\":1,\"" + name + "\":1}"))).isEqualTo("malformed");
        assertThat(understood(evt("1").with(name, "x".repeat(64))).body()).isEqualTo("1".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{", "[1,", "{}{}", "1 2", "nope", "{\"a\":NaN}", "{\"body\":1", "\"\u0001\""})
    void whatIsNotJsonIsRefused(String body) {
        assertThat(refused(evt(body))).isEqualTo("malformed");
        assertThat(refused(evt(body).with("dev_event_id", "1"))).isEqualTo("malformed");
    }

    @Test
    void badCorrelationIsRefused() {
        assertThat(refused(evt("1").with("correlationData", "x"))).isEqualTo("invalid");
        assertThat(refused(evt("{\"corr_id\":\"x\"}"))).isEqualTo("invalid");
        assertThat(understood(evt("1").with("correlationData", new UUID(0, 0).toString()))
                        .correlation())
                .isNull();
    }

    @Test
    void whateverBytesComeAnAnswerComesOut() {
        // Given
        Random random = new Random(7);
        byte[] alphabet = "{}[]\":,0e.-\\ubody\u00ff\u0000 tfn".getBytes(UTF_8);

        // When / Then
        for (int round = 0; round < 20_000; round++) {
            byte[] body = new byte[random.nextInt(40)];
            for (int i = 0; i < body.length; i++) {
                body[i] = alphabet[random.nextInt(alphabet.length)];
            }
            assertThat(reader.read(from("dev.pump-7.evt").body(body).message())).isNotNull();
        }
    }

    private static DeviceMessages evt(String body) {
        return from("dev.pump-7.evt").body(body);
    }

    private Report.Event understood(DeviceMessages message) {
        return (Report.Event) ((Heard.Understood) reader.read(message.message())).report();
    }

    private String refused(DeviceMessages message) {
        return ((Heard.Refused) reader.read(message.message())).code();
    }
}
