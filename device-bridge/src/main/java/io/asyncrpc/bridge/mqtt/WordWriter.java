package io.asyncrpc.bridge.mqtt;

import com.fasterxml.jackson.core.JsonGenerator;
import io.asyncrpc.bridge.dispatch.Dispatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts what the core wants said into the device protocol. A word that comes too late is none, but a device that asked and
 * waits is told that there is nothing: too early after a lease, which another may follow, final after a cancel.
 */
final class WordWriter {
    private static final Duration NOTHING_EXPIRY = Duration.ofMinutes(3);
    private static final Duration COMMITTED_EXPIRY = Duration.ofMinutes(180);
    private static final Duration EVENT_EXPIRY = Duration.ofMinutes(3);
    private static final Duration REFUSED_EXPIRY = Duration.ofMinutes(3);
    private static final UUID ZERO = new UUID(0, 0);
    private static final String JSON_TYPE = "application/json";
    private static final String PROBLEM_TYPE = "application/problem+json";
    private static final String METHOD_CODE = "method_code";

    /** Empty when the word's deadline has passed. */
    Optional<Word> write(Dispatch dispatch, Instant now) {
        return switch (dispatch) {
            case Dispatch.Doorbell it -> unlessLate(doorbell(it, now));
            case Dispatch.Handout it ->
                unlessLate(handout(it, now)).or(() -> nothing(it, it.task().id(), Dispatch.Reason.TOO_EARLY, now));
            case Dispatch.Nothing it -> Optional.of(nothing(it));
            case Dispatch.Committed it -> Optional.of(committed(it));
            case Dispatch.Cancel it ->
                unlessLate(cancel(it, now))
                        .or(() -> it.asked() ? nothing(it, it.taskId(), Dispatch.Reason.FINAL, now) : Optional.empty());
            case Dispatch.EventStored it -> Optional.of(eventStored(it));
            case Dispatch.Refused it -> Optional.of(refused(it));
        };
    }

    private static Optional<Word> unlessLate(Word word) {
        return Optional.of(word).filter(it -> it.expiry().toMillis() > 0);
    }

    private static Optional<Word> nothing(Dispatch it, UUID taskId, Dispatch.Reason reason, Instant now) {
        return Optional.of(nothing(new Dispatch.Nothing(it.deviceId(), taskId, reason, now)));
    }

    private static Word doorbell(Dispatch.Doorbell it, Instant now) {
        Duration untilRing = Duration.between(now, it.until());
        Duration ttl = Duration.between(now, it.task().expiresAt());
        byte[] body = WordBody.of(json -> writeTask(json, it.task(), it.deviceId(), now));
        Map<String, String> properties =
                Map.of(METHOD_CODE, MethodCode.text(it.task().method()));
        return word(
                it, "tsk", it.task().id(), properties, JSON_TYPE, body, untilRing.compareTo(ttl) < 0 ? untilRing : ttl);
    }

    private static Word handout(Dispatch.Handout it, Instant now) {
        // Whole seconds, so that the device never thinks it has longer than it has
        Duration lease = Duration.ofSeconds(
                Duration.between(later(now, it.lockedAt()), it.leaseUntil()).toSeconds());
        byte[] body = WordBody.of(json -> {
            writeTask(json, it.task(), it.deviceId(), now);
            json.writeNumberField("status", WireStatus.of(it.state()));
            writeTime(json, "pending_at", it.pendingAt());
            writeTime(json, "locked_at", it.lockedAt());
            json.writeNumberField("attempt", it.attempt());
            json.writeNumberField("lease", lease.toSeconds());
            json.writeFieldName("payload");
            json.writeRawValue(it.payload() == null ? "null" : it.payload());
        });
        Map<String, String> properties = Map.of(
                METHOD_CODE,
                MethodCode.text(it.task().method()),
                "attempt",
                Integer.toString(it.attempt()),
                "lease",
                Long.toString(lease.toSeconds()));
        return word(it, "rsp", it.task().id(), properties, JSON_TYPE, body, lease);
    }

    private static Word nothing(Dispatch.Nothing it) {
        byte[] body = WordBody.of(json -> {
            json.writeNumberField(METHOD_CODE, MethodCode.NONE);
            json.writeStringField("for", it.asked() == null ? null : it.asked().toString());
            json.writeStringField("reason", it.reason().name());
            writeTime(json, "time", it.time());
        });
        Map<String, String> properties = Map.of(METHOD_CODE, Integer.toString(MethodCode.NONE));
        return word(it, "rsp", ZERO, properties, JSON_TYPE, body, NOTHING_EXPIRY);
    }

    private static Word committed(Dispatch.Committed it) {
        byte[] body = WordBody.of(json -> {
            json.writeStringField("message", "committed");
            json.writeStringField("id", it.taskId().toString());
            WordBody.writeNumberOrText(json, "ext_id", it.extId());
            json.writeNumberField("result_id", it.resultId());
        });
        Map<String, String> properties = Map.of("ext_id", it.extId(), "result_id", Long.toString(it.resultId()));
        return word(it, "cmt", it.taskId(), properties, JSON_TYPE, body, COMMITTED_EXPIRY);
    }

    private static Word cancel(Dispatch.Cancel it, Instant now) {
        byte[] body = WordBody.of(json -> {
            json.writeStringField("id", it.taskId().toString());
            writeTime(json, "deadline", it.deadline());
        });
        return word(it, "cnl", it.taskId(), Map.of(), JSON_TYPE, body, Duration.between(now, it.deadline()));
    }

    private static Word eventStored(Dispatch.EventStored it) {
        byte[] body = WordBody.of(json -> {
            json.writeStringField("status", it.success() ? "success" : "error");
            WordBody.writeNumberOrText(json, "dev_event_id", it.devEventId());
        });
        Map<String, String> properties = Map.of("dev_event_id", it.devEventId());
        return word(it, "eva", it.correlation(), properties, JSON_TYPE, body, EVENT_EXPIRY);
    }

    private static Word refused(Dispatch.Refused it) {
        byte[] body = WordBody.of(json -> {
            json.writeStringField("type", "urn:asyncrpc:problem:" + it.code());
            json.writeStringField("title", it.code().replace('-', ' '));
            json.writeNumberField("status", it.status());
            json.writeStringField("code", it.code());
            json.writeStringField("detail", it.detail());
            if (it.taskId() != null) {
                json.writeStringField("id", it.taskId().toString());
            }
        });
        return word(it, "err", it.taskId(), Map.of(), PROBLEM_TYPE, body, REFUSED_EXPIRY);
    }

    private static Word word(
            Dispatch from,
            String suffix,
            @Nullable UUID about,
            Map<String, String> properties,
            String contentType,
            byte[] body,
            Duration expiry) {
        String correlation = about == null ? "" : about.toString();
        return new Word(from.kind(), from.deviceId(), suffix, correlation, properties, contentType, body, expiry);
    }

    private static void writeTask(JsonGenerator json, Dispatch.TaskHead task, String deviceId, Instant now)
            throws IOException {
        json.writeStringField("id", task.id().toString());
        writeTime(json, "created_at", task.createdAt());
        json.writeObjectFieldStart("header");
        json.writeStringField("ext_task_id", task.externalId());
        json.writeStringField("device_id", deviceId);
        json.writeNumberField(METHOD_CODE, MethodCode.of(task.method()));
        json.writeStringField("method", task.method());
        json.writeNumberField("priority", task.priority());
        json.writeNumberField("ttl", minutesLeft(later(now, task.createdAt()), task.expiresAt()));
        json.writeEndObject();
    }

    /** This machine's clock may be some milliseconds behind the database's; no time begins before its beginning. */
    private static Instant later(Instant now, Instant begun) {
        return now.isBefore(begun) ? begun : now;
    }

    private static long minutesLeft(Instant now, Instant end) {
        long millis = Math.max(0, Duration.between(now, end).toMillis());
        return Math.ceilDiv(millis, Duration.ofMinutes(1).toMillis());
    }

    private static void writeTime(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        if (time == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, time.getEpochSecond());
        }
    }
}
