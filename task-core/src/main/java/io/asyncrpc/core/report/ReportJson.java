package io.asyncrpc.core.report;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.asyncrpc.core.certificate.Shown;
import io.asyncrpc.core.device.AccountRepairStore;
import io.asyncrpc.core.event.SaidEvent;
import io.asyncrpc.core.login.RefusedLoginJson;
import io.asyncrpc.core.task.Sha256;
import io.asyncrpc.core.task.TaskEvent;
import io.asyncrpc.core.trace.TraceParent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the house message {@code report}, version 1 ({@code docs/contracts/report.v1.json}); unknown fields are left alone. */
final class ReportJson {
    private static final int VERSION = 1;
    private static final int MAX_TEXT = 256;
    private static final int MAX_EXT_ID = 128;
    /** A batch of bodies; the bridge sends at most 200 items, of 256 KiB each at the very most. */
    private static final int MAX_STRING = 1 << 20;

    /** The database can keep later times, but nobody can mean them. */
    private static final Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

    private static final ObjectMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_STRING)
                            .build())
                    .build())
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature())
            .build();

    private ReportJson() {}

    /**
     * What a message held. One item does not take its neighbours with it.
     *
     * @param unreadable why items could not be read; empty when all is well
     */
    record Reading(List<Report> reports, List<Fault> unreadable) {}

    /**
     * Reads one message.
     *
     * @throws IllegalArgumentException if it is none; the message says where
     */
    static Reading read(byte[] body) {
        JsonNode root = parse(body);
        JsonNode version = root.path("v");
        if (!version.isInt()
                || version.intValue() != VERSION
                || !root.path("items").isArray()) {
            throw new IllegalArgumentException("not a report of version " + VERSION);
        }
        List<Report> reports = new ArrayList<>();
        List<Fault> unreadable = new ArrayList<>();
        int index = 0;
        for (JsonNode item : root.path("items")) {
            try {
                reports.add(item(item));
            } catch (IllegalArgumentException why) {
                unreadable.add(Fault.about(
                        item.path("taskId").textValue(),
                        item.path("deviceId").textValue(),
                        "item " + index + ": " + why.getMessage()));
            }
            index++;
        }
        return new Reading(reports, unreadable);
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private static Report item(JsonNode n) {
        String kind = text(n, "kind");
        return switch (kind) {
            case "acknowledged" -> new Report.Acknowledged(text(n, "deviceId"), uuid(n), trace(n));
            case "claim" ->
                new Report.Claim(text(n, "deviceId"), n.path("taskId").isNull() ? null : uuid(n), trace(n));
            case "progress" -> new Report.Progress(text(n, "deviceId"), uuid(n), percent(n), message(n), trace(n));
            case "result" -> new Report.Result(text(n, "deviceId"), uuid(n), result(n), trace(n));
            case "event" -> new Report.Event(event(n));
            case "connected" -> connected(n, "at");
            case "disconnected" -> new Report.Disconnected(text(n, "deviceId"), text(n, "connection"), at(n, "at"));
            case "subscribed" -> new Report.Subscribed(text(n, "deviceId"), at(n, "at"));
            case "connections" -> connections(n);
            case "accounts" -> accounts(n);
            case "logins" -> new Report.Logins(RefusedLoginJson.counted("broker", n));
            default -> throw new IllegalArgumentException("unknown kind " + cut(kind, 64));
        };
    }

    private static SaidEvent event(JsonNode n) {
        JsonNode time = n.path("devTimestamp");
        return new SaidEvent(
                text(n, "deviceId"),
                n.path("correlation").isTextual() ? UUID.fromString(text(n, "correlation")) : null,
                cut(storable(text(n, "type")), MAX_EXT_ID),
                cut(storable(text(n, "devEventId")), MAX_EXT_ID),
                time.isTextual() ? cut(storable(time.asText()), MAX_EXT_ID) : null,
                body(n));
    }

    private static TaskEvent.Resulted result(JsonNode n) {
        byte[] body = body(n);
        Integer status = integer(n, "statusCode");
        String extId = cut(storable(n.path("extId").asText("0")), MAX_EXT_ID);
        return new TaskEvent.Resulted(
                status == null ? 200 : status, extId, integer(n, "attempt"), retryAfter(n), body, Sha256.of(body));
    }

    /** A wish that is no number is not heeded; one without end is as long as can be. */
    private static @Nullable Duration retryAfter(JsonNode n) {
        JsonNode value = n.path("retryAfter");
        if (!value.isIntegralNumber() || value.bigIntegerValue().signum() < 0) {
            return null;
        }
        return Duration.ofSeconds(value.canConvertToInt() ? value.intValue() : Integer.MAX_VALUE);
    }

    private static @Nullable Integer percent(JsonNode n) {
        Integer percent = integer(n, "percent");
        if (percent != null && (percent < 0 || percent > 100)) {
            throw new IllegalArgumentException("no percentage in percent");
        }
        return percent;
    }

    private static Report.Connected connected(JsonNode n, String time) {
        String deviceId = text(n, "deviceId");
        JsonNode certificate = n.path("certificate");
        return new Report.Connected(
                deviceId,
                text(n, "connection"),
                at(n, time),
                certificate.isObject()
                        ? new Shown(deviceId, at(certificate, "notBefore"), at(certificate, "notAfter"))
                        : null);
    }

    /** A snapshot without its list would say that nobody is connected. */
    private static Report.Connections connections(JsonNode n) {
        if (!n.path("connections").isArray()) {
            throw new IllegalArgumentException("no list in connections");
        }
        List<Report.Connected> all = new ArrayList<>();
        n.path("connections").forEach(c -> all.add(connected(c, "since")));
        return new Report.Connections(at(n, "at"), all);
    }

    /** A list without its names, or one whose range is not clear, would say that accounts are missing. */
    private static Report.Accounts accounts(JsonNode n) {
        if (!n.path("names").isArray() || n.path("names").valueStream().anyMatch(name -> !name.isTextual())) {
            throw new IllegalArgumentException("no list of names");
        }
        List<String> names = n.path("names").valueStream().map(JsonNode::asText).toList();
        return new Report.Accounts(
                new AccountRepairStore.Listed(at(n, "at"), textOrNull(n, "after"), textOrNull(n, "until"), names));
    }

    private static @Nullable String textOrNull(JsonNode n, String field) {
        return n.path(field).isNull() ? null : text(n, field);
    }

    private static byte[] body(JsonNode n) {
        if (n.path("body").isMissingNode()) {
            return new byte[0];
        }
        String body = text(n, "body");
        if (n.path("encoding").isMissingNode()) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
        if (text(n, "encoding").equals("base64")) {
            return Base64.getDecoder().decode(body);
        }
        throw new IllegalArgumentException("unknown encoding");
    }

    private static @Nullable String message(JsonNode n) {
        JsonNode message = n.path("message");
        return message.isTextual() ? cut(storable(message.asText()), MAX_TEXT) : null;
    }

    /** PostgreSQL keeps no NUL in a text, and nobody half a character. */
    private static String storable(String text) {
        return text.codePoints()
                .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }

    private static String text(JsonNode n, String field) {
        JsonNode value = n.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("no text in " + field);
        }
        return value.asText();
    }

    /** Absent is one thing, wrong another: a failure that is misspelt must not become a success. */
    private static @Nullable Integer integer(JsonNode n, String field) {
        JsonNode value = n.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isInt()) {
            throw new IllegalArgumentException("no whole number in " + field);
        }
        return value.intValue();
    }

    /** What is none is left out: nothing depends on it. */
    private static @Nullable TraceParent trace(JsonNode n) {
        return TraceParent.sampled(n.path(TraceParent.NAME).textValue());
    }

    private static UUID uuid(JsonNode n) {
        return UUID.fromString(text(n, "taskId"));
    }

    private static Instant at(JsonNode n, String field) {
        try {
            Instant at = Instant.parse(text(n, field));
            if (at.isBefore(Instant.EPOCH) || !at.isBefore(END_OF_TIME)) {
                throw new IllegalArgumentException("no time of ours in " + field);
            }
            return at;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no time in " + field, e);
        }
    }
}
