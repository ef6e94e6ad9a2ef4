package io.asyncrpc.core.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.asyncrpc.core.task.ResultBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes events as the API shows them (protocol, "HTTP API"). */
final class EventJson {
    private static final JsonFactory JSON = new JsonFactory();

    private EventJson() {}

    static byte[] list(List<DeviceEvent> events, @Nullable String next) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeArrayFieldStart("items");
            for (DeviceEvent event : events) {
                write(out, event);
            }
            out.writeEndArray();
            out.writeStringField("next", next);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, DeviceEvent event) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", event.id().toString());
        out.writeStringField("deviceId", event.deviceId());
        out.writeStringField("type", event.type());
        out.writeStringField("devEventId", event.devEventId());
        out.writeStringField("devTimestamp", event.devTimestamp().toString());
        out.writeStringField("receivedAt", event.receivedAt().toString());
        ResultBody.of(event.body()).write(out);
        out.writeEndObject();
    }
}
