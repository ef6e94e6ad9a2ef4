package io.asyncrpc.bridge.mqtt;

import io.asyncrpc.bridge.report.Report;
import io.asyncrpc.bridge.trace.TraceParent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Understands devices. Total: whatever bytes come in, an answer comes out. */
final class UplinkReader {
    private final int bodyLimit;

    /** @param bodyLimit most bytes that a body may have */
    UplinkReader(int bodyLimit) {
        this.bodyLimit = bodyLimit;
    }

    Heard read(DeviceMessage message) {
        Optional<Topic> topic = Topic.of(message.routingKey());
        return topic.isEmpty()
                ? new Heard.Homeless("the topic names no device")
                : read(message, topic.get().deviceId(), topic.get().word());
    }

    private Heard read(DeviceMessage message, String deviceId, String word) {
        try {
            if (message.body().length > bodyLimit) {
                throw Unreadable.tooLarge(bodyLimit);
            }
            return new Heard.Understood(
                    switch (word) {
                        case "ack" -> acknowledged(message, deviceId);
                        case "req" -> claim(message, deviceId);
                        case "prg" -> progress(message, deviceId);
                        case "res" -> result(message, deviceId);
                        case "evt" -> EventReader.read(message, deviceId);
                        default -> throw Unreadable.notSupported("no such word");
                    });
        } catch (Unreadable why) {
            return new Heard.Refused(deviceId, taskIdOrNull(message), why.status(), why.code(), why.detail());
        }
    }

    private static Report acknowledged(DeviceMessage message, String deviceId) {
        return new Report.Acknowledged(deviceId, message.at(), Said.by(message).taskId(), trace(message));
    }

    private static Report claim(DeviceMessage message, String deviceId) {
        return new Report.Claim(
                deviceId, message.at(), Said.by(message).correlation().orElse(null), trace(message));
    }

    /** From a property alone: a device that speaks no MQTT 5 hears no trace. What is none is passed over. */
    private static @Nullable TraceParent trace(DeviceMessage message) {
        return TraceParent.sampled(message.properties().get(TraceParent.NAME));
    }

    private static Report progress(DeviceMessage message, String deviceId) {
        Said said = Said.by(message);
        ProgressBody progress = ProgressReader.read(text(said.content()));
        return new Report.Progress(
                deviceId, message.at(), said.taskId(), progress.percent(), progress.message(), trace(message));
    }

    private static Report result(DeviceMessage message, String deviceId) {
        Said said = Said.by(message);
        ResultProperties properties = new ResultProperties(said.fields());
        return new Report.Result(
                deviceId,
                message.at(),
                said.taskId(),
                properties.statusCode(),
                properties.extId(),
                properties.attempt(),
                properties.retryAfter(),
                said.content().length == 0 ? null : said.content(),
                trace(message));
    }

    private static @Nullable UUID taskIdOrNull(DeviceMessage message) {
        try {
            return Said.by(message).correlation().orElse(null);
        } catch (Unreadable that) {
            return null;
        }
    }

    /** Whether UTF-8 can carry it: JSON lets a device smuggle in half of a surrogate pair. */
    static boolean isWholeText(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw Unreadable.malformed("the body is not UTF-8");
        }
    }

    /** A message taken apart: by MQTT 5 properties, or by an {@link Envelope} if those do not name a task. */
    private record Said(Optional<UUID> correlation, Map<String, String> fields, byte[] content) {
        static Said by(DeviceMessage message) {
            if (Correlation.isPresent(message)) {
                return new Said(Correlation.fromProperties(message), message.properties(), message.body());
            }
            String text = text(message.body());
            if (text.isBlank()) {
                return new Said(Optional.empty(), message.properties(), message.body());
            }
            Envelope envelope = EnvelopeReader.read(text);
            return new Said(
                    envelope.correlation(),
                    envelope.fields(),
                    envelope.content().getBytes(StandardCharsets.UTF_8));
        }

        UUID taskId() {
            return correlation.orElseThrow(() -> Unreadable.invalid("the message names no task"));
        }
    }
}
