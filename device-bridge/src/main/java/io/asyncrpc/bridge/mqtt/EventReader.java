package io.asyncrpc.bridge.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.asyncrpc.bridge.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Understands {@code evt}. What MQTT 5 says of an event stands in user properties, and then the body is the event's own. A
 * device without properties may put it around the body as an envelope.
 */
final class EventReader {
    /** Bytes of the event itself, without its envelope. */
    static final int BODY_LIMIT = 64 * 1024;

    private static final int MAX_TEXT = 64;
    private static final JsonFactory JSON = new JsonFactory();

    /** An event taken apart. */
    private record Said(Optional<UUID> correlation, Map<String, String> fields, byte[] content) {}

    private EventReader() {}

    static Report read(DeviceMessage message, String deviceId) {
        String text = UplinkReader.text(message.body());
        boolean isObject = checkJson(text);
        Said said = isObject && !hasProperties(message) ? fromEnvelope(text) : fromProperties(message);
        if (said.content().length > BODY_LIMIT) {
            throw Unreadable.tooLarge(BODY_LIMIT);
        }
        String timestamp = field(said, "dev_timestamp");
        return new Report.Event(
                deviceId,
                message.at(),
                said.correlation().orElse(null),
                orZero(field(said, "event_type_code")),
                orZero(field(said, "dev_event_id")),
                timestamp.isEmpty() ? null : timestamp,
                said.content());
    }

    private static Said fromProperties(DeviceMessage message) {
        Optional<UUID> correlation =
                Correlation.isPresent(message) ? Correlation.fromProperties(message) : Optional.empty();
        return new Said(correlation, message.properties(), message.body());
    }

    private static Said fromEnvelope(String text) {
        Envelope envelope = EnvelopeReader.readEvent(text);
        return new Said(
                envelope.correlation(), envelope.fields(), envelope.content().getBytes(StandardCharsets.UTF_8));
    }

    /** What the broker itself adds begins with {@code x-}. */
    private static boolean hasProperties(DeviceMessage message) {
        return Correlation.isPresent(message)
                || message.properties().keySet().stream().anyMatch(name -> !name.startsWith("x-"));
    }

    /** @return whether it is an object */
    private static boolean checkJson(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                throw Unreadable.malformed("an event has a body");
            }
            json.skipChildren();
            json.finishToken();
            if (json.nextToken() != null) {
                throw Unreadable.malformed("the body goes on after its JSON");
            }
            return first == JsonToken.START_OBJECT;
        } catch (IOException notJson) {
            throw Unreadable.malformed("the body is not JSON");
        }
    }

    private static String field(Said said, String name) {
        String text = said.fields().getOrDefault(name, "").trim();
        if (text.length() > MAX_TEXT
                || text.chars().anyMatch(Character::isISOControl)
                || !UplinkReader.isWholeText(text)) {
            throw Unreadable.invalid(name + " is not a text of at most " + MAX_TEXT + " characters");
        }
        return text;
    }

    private static String orZero(String text) {
        return text.isEmpty() ? "0" : text;
    }
}
