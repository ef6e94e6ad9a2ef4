package io.asyncrpc.core.dispatch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.asyncrpc.core.task.TaskTerms;
import io.asyncrpc.core.trace.TraceParent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the house message {@code dispatch}, version 1 ({@code docs/contracts/dispatch.v1.json}). */
final class DispatchJson {
    private static final JsonFactory JSON = new JsonFactory();

    private DispatchJson() {}

    static byte[] write(List<? extends Dispatch> items) {
        return write(items, TracedWords.NONE);
    }

    static byte[] write(List<? extends Dispatch> items, TracedWords traced) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 * items.size());
        try (JsonGenerator g = JSON.createGenerator(out)) {
            g.writeStartObject();
            g.writeNumberField("v", 1);
            g.writeArrayFieldStart("items");
            for (Dispatch item : items) {
                item(g, item, traced.trace(item));
            }
            g.writeEndArray();
            g.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void item(JsonGenerator g, Dispatch item, @Nullable TraceParent trace) throws IOException {
        g.writeStartObject();
        switch (item) {
            case Dispatch.Doorbell d -> doorbell(g, d);
            case Dispatch.Handout h -> handout(g, h);
            case Dispatch.Nothing n -> nothing(g, n);
            case Dispatch.Committed c -> committed(g, c);
            case Dispatch.Cancel c -> cancel(g, c);
            case Dispatch.EventStored e -> eventStored(g, e);
            case Dispatch.Refused r -> refused(g, r);
        }
        if (trace != null) {
            g.writeStringField(TraceParent.NAME, trace.toString());
        }
        g.writeEndObject();
    }

    private static void doorbell(JsonGenerator g, Dispatch.Doorbell d) throws IOException {
        start(g, "doorbell", d);
        task(g, d.terms());
        time(g, "until", d.until());
    }

    private static void handout(JsonGenerator g, Dispatch.Handout h) throws IOException {
        start(g, "task", h);
        task(g, h.terms());
        g.writeStringField("state", h.state().name());
        time(g, "pendingAt", h.pendingAt());
        time(g, "lockedAt", h.lockedAt());
        g.writeNumberField("attempt", h.attempt());
        time(g, "leaseUntil", h.leaseUntil());
        byte[] payload = h.payload();
        g.writeStringField("payload", payload == null ? null : new String(payload, StandardCharsets.UTF_8));
    }

    private static void nothing(JsonGenerator g, Dispatch.Nothing n) throws IOException {
        start(g, "nothing", n);
        g.writeStringField("asked", n.asked() == null ? null : n.asked().toString());
        g.writeStringField("reason", n.reason().name());
        time(g, "time", n.time());
    }

    private static void committed(JsonGenerator g, Dispatch.Committed c) throws IOException {
        start(g, "committed", c);
        g.writeStringField("taskId", c.taskId().toString());
        g.writeStringField("extId", c.extId());
        g.writeNumberField("resultId", c.resultId());
    }

    private static void cancel(JsonGenerator g, Dispatch.Cancel c) throws IOException {
        start(g, "cancel", c);
        g.writeStringField("taskId", c.taskId().toString());
        time(g, "deadline", c.deadline());
        if (c.asked()) {
            g.writeBooleanField("asked", true);
        }
    }

    private static void eventStored(JsonGenerator g, Dispatch.EventStored e) throws IOException {
        start(g, "eventStored", e);
        g.writeStringField(
                "correlation", e.correlation() == null ? null : e.correlation().toString());
        g.writeStringField("devEventId", e.devEventId());
        g.writeStringField("status", e.success() ? "success" : "error");
    }

    private static void refused(JsonGenerator g, Dispatch.Refused r) throws IOException {
        start(g, "refused", r);
        g.writeStringField("taskId", r.taskId() == null ? null : r.taskId().toString());
        g.writeNumberField("status", r.status());
        g.writeStringField("code", r.code());
        g.writeStringField("detail", r.detail());
    }

    private static void start(JsonGenerator g, String kind, Dispatch d) throws IOException {
        g.writeStringField("kind", kind);
        g.writeStringField("deviceId", d.deviceId());
    }

    private static void task(JsonGenerator g, TaskTerms t) throws IOException {
        g.writeObjectFieldStart("task");
        g.writeStringField("id", t.id().toString());
        time(g, "createdAt", t.createdAt());
        g.writeStringField("externalId", t.externalId() == null ? "" : t.externalId());
        g.writeStringField("method", t.method());
        g.writeNumberField("priority", t.priority());
        time(g, "expiresAt", t.expiresAt());
        g.writeEndObject();
    }

    private static void time(JsonGenerator g, String field, @Nullable Instant at) throws IOException {
        g.writeStringField(field, at == null ? null : at.toString());
    }
}
