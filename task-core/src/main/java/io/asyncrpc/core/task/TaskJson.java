package io.asyncrpc.core.task;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes tasks as the API shows them (protocol, "HTTP API"). Every field is always there, {@code null} if it has no value. */
final class TaskJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;

    @FunctionalInterface
    private interface Writing {
        void to(TaskJson json) throws IOException;
    }

    private TaskJson(JsonGenerator out) {
        this.out = out;
    }

    /** One task, whole. */
    static byte[] single(TaskView view, Instant now) {
        return bytes(json -> {
            json.out.writeStartObject();
            json.head(view.task().terms());
            json.raw("payload", view.payload());
            json.state(view.task());
            json.text("waitReason", name(WaitReason.of(view.task(), view.deviceConnected(), now)));
            json.result(view.result(), true);
            json.out.writeArrayFieldStart("results");
            for (StoredResult result : view.results()) {
                json.resultObject(result, true);
            }
            json.out.writeEndArray();
            json.out.writeEndObject();
        });
    }

    /** A page of tasks: without payloads, result bodies, further results and reasons to wait. */
    static byte[] list(List<TaskView> views, @Nullable String next) {
        return bytes(json -> {
            json.out.writeStartObject();
            json.out.writeArrayFieldStart("items");
            for (TaskView view : views) {
                json.out.writeStartObject();
                json.head(view.task().terms());
                json.state(view.task());
                json.result(view.result(), false);
                json.out.writeEndObject();
            }
            json.out.writeEndArray();
            json.text("next", next);
            json.out.writeEndObject();
        });
    }

    static byte[] history(List<TaskMove> moves, @Nullable String next) {
        return bytes(json -> {
            json.out.writeStartObject();
            json.out.writeArrayFieldStart("items");
            for (TaskMove move : moves) {
                json.move(move);
            }
            json.out.writeEndArray();
            json.text("next", next);
            json.out.writeEndObject();
        });
    }

    private void head(TaskTerms t) throws IOException {
        text("id", t.id().toString());
        text("deviceId", t.deviceId());
        text("method", t.method());
        out.writeNumberField("priority", t.priority());
        out.writeNumberField("maxAttempts", t.maxAttempts());
        text("externalId", t.externalId());
        time("createdAt", t.createdAt());
        time("notBefore", t.notBefore());
        time("expiresAt", t.expiresAt());
    }

    private void state(Task t) throws IOException {
        text("state", t.state().name());
        text("outcome", name(t.outcome()));
        out.writeNumberField("attempt", t.attempt());
        out.writeNumberField("version", t.version());
        time("pendingAt", t.pendingAt());
        time("lockedAt", t.lockedAt());
        time("leaseUntil", t.leaseUntil());
        time("finishedAt", t.finishedAt());
        time("cancelRequestedAt", t.cancelRequestedAt());
        progress(t.progress());
        failure(t.failure());
    }

    private void progress(@Nullable Progress p) throws IOException {
        if (p == null) {
            out.writeNullField("progress");
            return;
        }
        out.writeObjectFieldStart("progress");
        number("percent", p.percent());
        text("message", p.message());
        time("at", p.at());
        out.writeEndObject();
    }

    private void failure(@Nullable Failure f) throws IOException {
        if (f == null) {
            out.writeNullField("failure");
            return;
        }
        out.writeObjectFieldStart("failure");
        text("code", f.code().name());
        number("statusCode", f.statusCode());
        text("message", f.message());
        out.writeEndObject();
    }

    private void result(@Nullable StoredResult r, boolean withBody) throws IOException {
        out.writeFieldName("result");
        if (r == null) {
            out.writeNull();
        } else {
            resultObject(r, withBody);
        }
    }

    private void resultObject(StoredResult r, boolean withBody) throws IOException {
        out.writeStartObject();
        out.writeNumberField("resultId", r.resultId());
        out.writeNumberField("attempt", r.attempt());
        out.writeNumberField("statusCode", r.statusCode());
        text("extId", r.extId());
        if (withBody) {
            ResultBody.of(r.body()).write(out);
        }
        time("receivedAt", r.receivedAt());
        out.writeEndObject();
    }

    private void move(TaskMove m) throws IOException {
        out.writeStartObject();
        out.writeNumberField("version", m.version());
        time("at", m.at());
        text("from", name(m.from()));
        text("to", m.to().name());
        text("cause", m.cause().name());
        out.writeNumberField("attempt", m.attempt());
        out.writeEndObject();
    }

    private void raw(String field, byte @Nullable [] json) throws IOException {
        out.writeFieldName(field);
        if (json == null) {
            out.writeNull();
        } else {
            out.writeRawValue(new String(json, StandardCharsets.UTF_8));
        }
    }

    private void text(String field, @Nullable String value) throws IOException {
        out.writeStringField(field, value);
    }

    private void number(String field, @Nullable Integer value) throws IOException {
        out.writeFieldName(field);
        if (value == null) {
            out.writeNull();
        } else {
            out.writeNumber(value);
        }
    }

    private void time(String field, @Nullable Instant at) throws IOException {
        text(field, at == null ? null : at.toString());
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator generator = JSON.createGenerator(bytes)) {
            writing.to(new TaskJson(generator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
