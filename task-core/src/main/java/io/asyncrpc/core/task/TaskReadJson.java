package io.asyncrpc.core.task;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.asyncrpc.core.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads of many tasks in one question ({@code docs/contracts/task-reads.v1.json}), and its answer: a line of JSON
 * ({@code docs/contracts/task-reads-answer.v1.json}), and behind it the tasks that are shown, as long as it says, one after the
 * other. Fields that are not known are left alone.
 */
final class TaskReadJson {
    /** Questions of one message; the gateway's most is the same. */
    static final int MOST = 256;

    /** Of all tasks of an answer together. */
    static final int MOST_BYTES = 1 << 20;

    private static final int VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private TaskReadJson() {}

    /** @param largest task that is sent, in bytes; of a larger one only the version is told */
    record Question(int largest, List<TaskRead> reads) {}

    /**
     * What is told of one task.
     *
     * @param status as an answer to it alone would have: 200, 304, 404, or 503 if it was not read
     * @param version {@code null} with 404 and 503
     * @param task {@code null} if it is not shown
     */
    record Told(
            int status,
            @Nullable TaskVersion version,
            @Nullable String trace,
            byte @Nullable [] task) {
        static final Told NOTHING = new Told(404, null, null, null);

        /** There may be one; it could not be read, which is no reason that the others are not. */
        static final Told UNREAD = new Told(503, null, null, null);

        private Told withoutTask() {
            return new Told(status, version, trace, null);
        }

        int length() {
            return task == null ? 0 : task.length;
        }

        static Told known(TaskVersion version) {
            return new Told(304, version, null, null);
        }

        static Told shown(TaskVersion version, @Nullable String trace, byte[] task, int largest) {
            return new Told(200, version, trace, task.length <= largest ? task : null);
        }
    }

    static Question read(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            return question(json);
        } catch (IOException | IllegalArgumentException e) {
            throw Problem.malformed("the body is not version 1 of task-reads");
        }
    }

    private static Question question(JsonParser json) throws IOException {
        int version = 0;
        int largest = 0;
        List<TaskRead> reads = new ArrayList<>();
        require(json.nextToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "v" -> version = json.getIntValue();
                case "largest" -> largest = json.getIntValue();
                case "items" -> {
                    require(json.currentToken() == JsonToken.START_ARRAY);
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        reads.add(item(json));
                        require(reads.size() <= MOST);
                    }
                    require(json.currentToken() == JsonToken.END_ARRAY);
                }
                default -> json.skipChildren();
            }
        }
        require(version == VERSION && json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
        return new Question(largest, reads);
    }

    private static TaskRead item(JsonParser json) throws IOException {
        UUID id = null;
        String kept = null;
        String unless = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "id" -> id = UUID.fromString(text(json));
                case "kept" -> kept = text(json);
                case "unless" -> unless = text(json);
                default -> json.skipChildren();
            }
        }
        require(json.currentToken() == JsonToken.END_OBJECT);
        if (id == null) {
            throw new IllegalArgumentException("no id");
        }
        return new TaskRead(id, kept, unless);
    }

    private static String text(JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.VALUE_STRING);
        return json.getText();
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }

    /** What does not find room any more is told without the task, like one that is too large. */
    static byte[] write(List<Told> all) {
        List<Told> answers = new ArrayList<>(all.size());
        int room = MOST_BYTES;
        for (Told told : all) {
            room -= told.length();
            answers.add(room < 0 ? told.withoutTask() : told);
        }
        int bodies = answers.stream().mapToInt(Told::length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 + 64 * answers.size() + bodies);
        try {
            try (JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
                head(json, answers);
            }
            out.write('\n');
            for (Told told : answers) {
                if (told.task() != null) {
                    out.write(told.task());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void head(JsonGenerator json, List<Told> answers) throws IOException {
        json.writeStartObject();
        json.writeNumberField("v", VERSION);
        json.writeArrayFieldStart("items");
        for (Told told : answers) {
            json.writeStartObject();
            item(json, told);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void item(JsonGenerator json, Told told) throws IOException {
        json.writeNumberField("status", told.status());
        if (told.version() == null) {
            return;
        }
        json.writeNumberField("version", told.version().number());
        json.writeBooleanField("final", told.version().state().isFinal());
        if (told.task() != null) {
            if (told.trace() != null) {
                json.writeStringField("trace", told.trace());
            }
            if (told.version().stamp().isPresent()) {
                json.writeStringField("stamp", told.version().stamp().get());
            }
            json.writeNumberField("length", told.task().length);
        }
    }
}
