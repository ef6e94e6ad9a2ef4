package io.asyncrpc.core.report;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.asyncrpc.core.task.Sha256;
import io.asyncrpc.core.task.TaskEvent;
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

    private static final ObjectMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_STRING)
                            .build())
                    .build())
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature())
            .build();

    private ReportJson() {}

    /**
     * Reads one message.
     *
     * @throws IllegalArgumentException if it is none; the message says where
     */
    static List<Report> read(byte[] body) {
        JsonNode root = parse(body);
        if (!root.isObject()
                || root.path("v").asInt(-1) != VERSION
                || !root.path("items").isArray()) {
            throw new IllegalArgumentException("not a report of version " + VERSION);
        }
        List<Report> reports = new ArrayList<>();
        for (JsonNode item : root.path("items")) {
            reports.add(item(item));
        }
        return reports;
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
            case "acknowledged" -> new Report.Acknowledged(text(n, "deviceId"), uuid(n));
            case "claim" ->
                new Report.Claim(text(n, "deviceId"), n.path("taskId").isNull() ? null : uuid(n));
            case "progress" -> new Report.Progress(text(n, "deviceId"), uuid(n), integer(n, "percent"), message(n));
            case "result" -> new Report.Result(text(n, "deviceId"), uuid(n), result(n));
            case "connected" -> new Report.Connected(text(n, "deviceId"), text(n, "connection"), at(n, "at"));
            case "disconnected" -> new Report.Disconnected(text(n, "deviceId"), text(n, "connection"), at(n, "at"));
            case "connections" -> connections(n);
            default -> throw new IllegalArgumentException("unknown kind " + kind);
        };
    }

    private static TaskEvent.Resulted result(JsonNode n) {
        byte[] body = body(n);
        Integer status = integer(n, "statusCode");
        Integer retryAfter = integer(n, "retryAfter");
        String extId = cut(storable(n.path("extId").asText("0")), MAX_EXT_ID);
        return new TaskEvent.Resulted(
                status == null ? 200 : status,
                extId,
                integer(n, "attempt"),
                retryAfter == null || retryAfter < 0 ? null : Duration.ofSeconds(retryAfter),
                body,
                Sha256.of(body));
    }

    private static Report.Connections connections(JsonNode n) {
        List<Report.Connected> all = new ArrayList<>();
        n.path("connections")
                .forEach(
                        c -> all.add(new Report.Connected(text(c, "deviceId"), text(c, "connection"), at(c, "since"))));
        return new Report.Connections(at(n, "at"), all);
    }

    private static byte[] body(JsonNode n) {
        String body = n.path("body").asText("");
        return "base64".equals(n.path("encoding").asText())
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String message(JsonNode n) {
        JsonNode message = n.path("message");
        return message.isTextual() ? cut(storable(message.asText()), MAX_TEXT) : null;
    }

    /** PostgreSQL keeps no NUL in a text. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }

    private static String text(JsonNode n, String field) {
        JsonNode value = n.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("no text in " + field);
        }
        return value.asText();
    }

    private static @Nullable Integer integer(JsonNode n, String field) {
        JsonNode value = n.path(field);
        return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : null;
    }

    private static UUID uuid(JsonNode n) {
        return UUID.fromString(text(n, "taskId"));
    }

    private static Instant at(JsonNode n, String field) {
        try {
            return Instant.parse(text(n, field));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no time in " + field, e);
        }
    }
}
