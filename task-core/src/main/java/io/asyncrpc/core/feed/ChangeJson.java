package io.asyncrpc.core.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.asyncrpc.core.task.TaskChanged;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes the house message {@code changed}, version 1 ({@code docs/contracts/changed.v1.json}). */
final class ChangeJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ChangeJson() {}

    static byte[] write(List<TaskChanged> items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(96 * items.size());
        try (JsonGenerator g = JSON.createGenerator(out)) {
            g.writeStartObject();
            g.writeNumberField("v", 1);
            g.writeArrayFieldStart("items");
            for (TaskChanged item : items) {
                g.writeStartObject();
                g.writeStringField("kind", "changed");
                g.writeStringField("taskId", item.taskId().toString());
                g.writeNumberField("version", item.version());
                g.writeBooleanField("final", item.isFinal());
                g.writeEndObject();
            }
            g.writeEndArray();
            g.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
