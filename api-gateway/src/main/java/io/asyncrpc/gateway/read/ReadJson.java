package io.asyncrpc.gateway.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a question for many things ({@code docs/contracts/task-reads.v1.json}) and reads its answer: a line of JSON
 * ({@code docs/contracts/task-reads-answer.v1.json}), and behind it the things that are shown. Fields that are not known are left
 * alone.
 */
final class ReadJson {
    private static final int VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private ReadJson() {}

    /**
     * What the service says of one thing.
     *
     * @param status 200, 304, or another for what is to be asked by itself
     * @param stamp with which the answer can be kept; {@code null} if it cannot
     * @param body {@code null} if it is not shown
     */
    record Told(
            int status,
            int version,
            boolean isFinal,
            @Nullable String trace,
            @Nullable String stamp,
            @Nullable Buffer body) {}

    static Buffer write(long largest, List<Asked> reads) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 + 80 * reads.size());
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeNumberField("largest", largest);
            json.writeArrayFieldStart("items");
            for (Asked read : reads) {
                json.writeStartObject();
                json.writeStringField("id", read.id());
                if (read.unless() != null) {
                    json.writeStringField("unless", read.unless());
                } else if (read.kept() != null) {
                    json.writeStringField("kept", read.kept().stamp());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(out.toByteArray());
    }

    /** @throws RuntimeException if it is no such answer */
    static List<Told> read(Buffer answer) {
        byte[] bytes = answer.getBytes();
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        try (JsonParser json = JSON.createParser(bytes, 0, end)) {
            return read(json, answer, end + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Told> read(JsonParser json, Buffer answer, int bodies) throws IOException {
        List<Told> told = new ArrayList<>();
        int version = 0;
        int at = bodies;
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("v")) {
                version = json.getIntValue();
            } else if (name.equals("items")) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    Told next = item(json, answer, at);
                    told.add(next);
                    at += next.body() == null ? 0 : next.body().length();
                }
            } else {
                json.skipChildren();
            }
        }
        if (version != VERSION || at != Math.max(bodies, answer.length())) {
            throw new IllegalArgumentException("version " + version + ", " + at + " of " + answer.length() + " bytes");
        }
        return told;
    }

    private static Told item(JsonParser json, Buffer answer, int at) throws IOException {
        int status = 0;
        int version = 0;
        boolean isFinal = false;
        String trace = null;
        String stamp = null;
        Buffer body = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "status" -> status = json.getIntValue();
                case "version" -> version = json.getIntValue();
                case "final" -> isFinal = json.getBooleanValue();
                case "trace" -> trace = json.getText();
                case "stamp" -> stamp = json.getText();
                case "length" -> body = answer.getBuffer(at, Math.addExact(at, json.getIntValue()));
                default -> json.skipChildren();
            }
        }
        return new Told(status, version, isFinal, trace, stamp, body);
    }
}
