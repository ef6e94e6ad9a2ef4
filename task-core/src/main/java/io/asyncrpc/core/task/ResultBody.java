package io.asyncrpc.core.task;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What a device sent as its result, or with an event: shown as the JSON it is, else as text, else as base64. Kept byte for byte. */
public sealed interface ResultBody {
    record Json(String raw) implements ResultBody {}

    record Text(String text) implements ResultBody {}

    record Binary(byte[] bytes) implements ResultBody {}

    static ResultBody of(byte @Nullable [] bytes) {
        byte[] body = bytes == null ? new byte[0] : bytes;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return isJson(text) ? new Json(text) : new Text(text);
        } catch (CharacterCodingException e) {
            return new Binary(body);
        }
    }

    /** Writes the fields {@code body} and, where it is not plain, {@code encoding}. */
    default void write(JsonGenerator out) throws IOException {
        out.writeFieldName("body");
        switch (this) {
            case Json j -> out.writeRawValue(j.raw().strip());
            case Text t -> out.writeString(t.text());
            case Binary b -> {
                out.writeString(Base64.getEncoder().encodeToString(b.bytes()));
                out.writeStringField("encoding", "base64");
            }
        }
    }

    private static boolean isJson(String text) {
        try (JsonParser parser = ResultBodyJson.FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return false;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Interfaces have no private fields. */
    final class ResultBodyJson {
        private static final JsonFactory FACTORY = new JsonFactory();

        private ResultBodyJson() {}
    }
}
