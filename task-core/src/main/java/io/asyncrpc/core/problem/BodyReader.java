package io.asyncrpc.core.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.asyncrpc.core.problem.Problem.FieldError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one flat JSON object out of a request, field by field, and gathers all that is wrong with it. A field may be taken
 * raw: exactly the bytes the client sent.
 */
public final class BodyReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final int MOST_ERRORS = 100;

    private final byte[] bytes;
    private final JsonParser parser;
    private final List<FieldError> errors = new ArrayList<>();
    private final Set<String> wrong = new HashSet<>();
    private String within = "";

    /** What is done with one field; the parser stands on its value. */
    @FunctionalInterface
    public interface Field {
        void take(String name, JsonToken value);
    }

    public BodyReader(byte[] bytes) {
        this.bytes = bytes;
        requireUtf8(bytes);
        try {
            parser = JSON.createParser(bytes);
        } catch (IOException e) {
            throw Problem.malformed("the body is not JSON");
        }
    }

    /** Walks over the fields of the object that the body must be. */
    public void object(Field field) {
        try {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw Problem.malformed("there is no JSON in the body");
            }
            if (first != JsonToken.START_OBJECT) {
                drain();
                throw Problem.invalid(List.of(new FieldError("", "must be an object")));
            }
            Set<String> names = new HashSet<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = once(parser.currentName(), names);
                field.take(name, parser.nextToken());
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                throw Problem.malformed("there is something after the JSON object");
            }
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** Refuses the body if anything was wrong with it. */
    public void complete() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    /** The value's own bytes. */
    public byte[] raw() {
        try {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            parser.finishToken();
            return Arrays.copyOfRange(
                    bytes, from, (int) parser.currentLocation().getByteOffset());
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    public @Nullable String text(String name, Pattern form) {
        String value = string(name);
        if (value != null && !form.matcher(value).matches()) {
            error(name, "must match " + form.pattern());
            return null;
        }
        return value;
    }

    /** A text that can be stored: no control characters, no half characters. */
    public @Nullable String text(String name, int longest) {
        String value = string(name);
        if (value == null) {
            return null;
        }
        if (value.length() > longest) {
            error(name, "must have at most " + longest + " characters");
        } else if (!isStorable(value)) {
            error(name, "must be text without control characters");
        } else {
            return value;
        }
        return null;
    }

    /** A text of any characters, which is not stored as it is. */
    public @Nullable String anyText(String name, int longest) {
        String value = string(name);
        if (value != null && value.length() > longest) {
            error(name, "must have at most " + longest + " characters");
            return null;
        }
        return value;
    }

    /** Whether PostgreSQL can keep it and UTF-8 can say it. */
    public static boolean isStorable(String value) {
        return value.chars().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }

    public int integer(String name, int least, int most, int otherwise) {
        try {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                long value = parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? Long.MAX_VALUE
                        : parser.getLongValue();
                if (value >= least && value <= most) {
                    return (int) value;
                }
            }
        } catch (IOException e) {
            throw malformed(e);
        }
        error(name, "must be a whole number from " + least + " to " + most);
        return otherwise;
    }

    public boolean bool(String name) {
        if (parser.currentToken() != JsonToken.VALUE_TRUE && parser.currentToken() != JsonToken.VALUE_FALSE) {
            error(name, "must be true or false");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    /** ISO 8601 with an offset; whole microseconds. */
    public @Nullable Instant instant(String name) {
        String value = string(name);
        if (value == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(value).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            error(name, "must be a time such as 2026-03-01T10:00:00Z");
            return null;
        }
    }

    public void unknown(String name) {
        error(name, "is not known");
    }

    public void missing(String name) {
        if (!wrong.contains(name)) {
            error(name, "is needed");
        }
    }

    public void error(String name, String detail) {
        wrong.add(name);
        if (errors.size() < MOST_ERRORS) {
            errors.add(new FieldError(within + pointer(name), detail));
        }
    }

    private static String pointer(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** What {@link #missing} would have refused by now. */
    public <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    private @Nullable String string(String name) {
        try {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                return parser.getText();
            }
        } catch (IOException e) {
            throw malformed(e);
        }
        error(name, "must be a string");
        return null;
    }

    /** Walks over an object within the body; what is wrong there is told with its path. */
    public void inner(String name, Field field) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            error(name, "must be an object");
            return;
        }
        within = pointer(name);
        try {
            Set<String> names = new HashSet<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String inner = once(parser.currentName(), names);
                field.take(inner, parser.nextToken());
                parser.skipChildren();
            }
            within = "";
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** Our own fields come once; what is within a value taken raw is the client's affair. */
    private static String once(String name, Set<String> names) {
        if (!names.add(name)) {
            throw Problem.malformed("the body names a field twice");
        }
        return name;
    }

    private void drain() throws IOException {
        parser.skipChildren();
        while (parser.nextToken() != null) {
            parser.skipChildren();
        }
    }

    private static Problem malformed(IOException e) {
        String where = e instanceof com.fasterxml.jackson.core.JsonProcessingException p && p.getLocation() != null
                ? " (line " + p.getLocation().getLineNr() + ", column "
                        + p.getLocation().getColumnNr() + ")"
                : "";
        return Problem.malformed("the body is not JSON" + where);
    }

    /** Jackson would take other encodings and let broken ones through. */
    private static void requireUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw Problem.malformed("the body is not UTF-8");
        }
        for (byte b : bytes) {
            if (b == 0) {
                throw Problem.malformed("the body has NUL bytes");
            }
        }
    }
}
