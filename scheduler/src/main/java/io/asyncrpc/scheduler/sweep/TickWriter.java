package io.asyncrpc.scheduler.sweep;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes the house message {@code tick}, version 1 (docs/contracts/tick.v1.json). */
final class TickWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private TickWriter() {}

    static byte[] write(Tick tick) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("v", 1);
            json.writeArrayFieldStart("items");
            json.writeStartObject();
            json.writeStringField("kind", "sweep");
            json.writeStringField("at", tick.at().toString());
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
