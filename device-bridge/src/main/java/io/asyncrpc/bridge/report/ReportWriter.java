package io.asyncrpc.bridge.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.asyncrpc.bridge.trace.TraceParent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes reports as house messages, as many to a message as fit. */
public final class ReportWriter {
    static final int MAX_ITEMS = 200;
    /** A message grows no further than this unless a single item is larger; the broker takes 16 MiB at most. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final byte[] HEAD = "{\"v\":1,\"items\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);
    private static final JsonFactory JSON = new JsonFactory();

    /** Takes a message that is complete. */
    public interface Sink {
        void take(byte[] message) throws IOException, InterruptedException;
    }

    /** Hands over house messages that hold the reports in their order, one at a time since bodies may be large. */
    public void write(List<Report> reports, Sink messages) throws IOException, InterruptedException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int items = 0;
        for (Report report : reports) {
            byte[] item = item(report);
            if (items > 0 && (items == MAX_ITEMS || message.size() + item.length > MAX_BYTES)) {
                messages.take(closed(message));
                items = 0;
            }
            message.writeBytes(items++ == 0 ? HEAD : new byte[] {','});
            message.writeBytes(item);
        }
        if (items > 0) {
            messages.take(closed(message));
        }
    }

    private static byte[] closed(ByteArrayOutputStream message) {
        message.writeBytes(TAIL);
        byte[] bytes = message.toByteArray();
        message.reset();
        return bytes;
    }

    private static byte[] item(Report report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("kind", report.kind());
            write(report, json);
            if (report.trace() instanceof TraceParent trace) {
                json.writeStringField(TraceParent.NAME, trace.toString());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(Report report, JsonGenerator json) throws IOException {
        switch (report) {
            case Report.Acknowledged it -> writeTask(json, it.deviceId(), it.at(), it.taskId());
            case Report.Claim it -> writeTask(json, it.deviceId(), it.at(), it.taskId());
            case Report.Progress it -> writeProgress(json, it);
            case Report.Result it -> writeResult(json, it);
            case Report.Event it -> writeEvent(json, it);
            case Report.Connected it -> writeConnected(json, it);
            case Report.Disconnected it -> writeConnection(json, it.deviceId(), it.at(), it.connection());
            case Report.Subscribed it -> writeDevice(json, it.deviceId(), it.at());
            case Report.Connections it -> writeSnapshot(json, it);
            case Report.Accounts it -> writeAccounts(json, it);
            case Report.Logins it -> writeLogins(json, it);
        }
    }

    private static void writeTask(JsonGenerator json, String deviceId, Instant at, @Nullable UUID taskId)
            throws IOException {
        writeDevice(json, deviceId, at);
        json.writeStringField("taskId", taskId == null ? null : taskId.toString());
    }

    private static void writeProgress(JsonGenerator json, Report.Progress it) throws IOException {
        writeTask(json, it.deviceId(), it.at(), it.taskId());
        writeNumber(json, "percent", it.percent());
        json.writeStringField("message", it.message());
    }

    private static void writeResult(JsonGenerator json, Report.Result it) throws IOException {
        writeTask(json, it.deviceId(), it.at(), it.taskId());
        json.writeNumberField("statusCode", it.statusCode());
        json.writeStringField("extId", it.extId());
        writeNumber(json, "attempt", it.attempt());
        writeNumber(json, "retryAfter", it.retryAfter());
        if (it.body() != null) {
            writeBody(json, it.body());
        }
    }

    private static void writeEvent(JsonGenerator json, Report.Event it) throws IOException {
        writeDevice(json, it.deviceId(), it.at());
        json.writeStringField(
                "correlation",
                it.correlation() == null ? null : it.correlation().toString());
        json.writeStringField("type", it.type());
        json.writeStringField("devEventId", it.devEventId());
        json.writeStringField("devTimestamp", it.devTimestamp());
        writeBody(json, it.body());
    }

    private static void writeBody(JsonGenerator json, byte[] body) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            json.writeStringField("body", text);
        } catch (CharacterCodingException notText) {
            json.writeStringField("body", Base64.getEncoder().encodeToString(body));
            json.writeStringField("encoding", "base64");
        }
    }

    private static void writeConnected(JsonGenerator json, Report.Connected it) throws IOException {
        writeConnection(json, it.deviceId(), it.at(), it.connection());
        writeCertificate(json, it.certificate());
    }

    private static void writeCertificate(JsonGenerator json, Report.@Nullable Validity shown) throws IOException {
        if (shown != null) {
            json.writeObjectFieldStart("certificate");
            json.writeStringField("notBefore", time(shown.notBefore()));
            json.writeStringField("notAfter", time(shown.notAfter()));
            json.writeEndObject();
        }
    }

    private static void writeConnection(JsonGenerator json, String deviceId, Instant at, String connection)
            throws IOException {
        writeDevice(json, deviceId, at);
        json.writeStringField("connection", connection);
    }

    private static void writeDevice(JsonGenerator json, String deviceId, Instant at) throws IOException {
        json.writeStringField("deviceId", deviceId);
        json.writeStringField("at", time(at));
    }

    private static void writeSnapshot(JsonGenerator json, Report.Connections it) throws IOException {
        json.writeStringField("at", time(it.at()));
        json.writeArrayFieldStart("connections");
        for (Report.Connection one : it.connections()) {
            json.writeStartObject();
            json.writeStringField("deviceId", one.deviceId());
            json.writeStringField("connection", one.connection());
            json.writeStringField("since", time(one.since()));
            writeCertificate(json, one.certificate());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeAccounts(JsonGenerator json, Report.Accounts it) throws IOException {
        json.writeStringField("at", time(it.at()));
        json.writeStringField("after", it.after());
        json.writeStringField("until", it.until());
        json.writeArrayFieldStart("names");
        for (String name : it.names()) {
            json.writeString(name);
        }
        json.writeEndArray();
    }

    private static void writeLogins(JsonGenerator json, Report.Logins it) throws IOException {
        json.writeStringField("at", time(it.at()));
        json.writeStringField("name", it.node());
        json.writeStringField("since", time(it.since()));
        json.writeArrayFieldStart("items");
        for (Report.Refused one : it.refused()) {
            json.writeStartObject();
            json.writeStringField("reason", one.reason());
            json.writeNumberField("count", one.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeNumber(JsonGenerator json, String name, @Nullable Number value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value.longValue());
        }
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
