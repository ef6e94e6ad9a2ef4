package io.asyncrpc.bridge.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Reads the body of a progress word. */
final class ProgressReader {
    private static final int MAX_MESSAGE = 256;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ProgressReader() {}

    static ProgressBody read(String text) {
        if (text.isBlank()) {
            return new ProgressBody(null, null);
        }
        try {
            JsonNode body = JSON.readTree(text);
            if (!body.isObject()) {
                throw Unreadable.malformed("the body is not a JSON object");
            }
            return new ProgressBody(percent(body.path("percent")), message(body.path("message")));
        } catch (JsonProcessingException notJson) {
            throw Unreadable.malformed("the body is not JSON");
        }
    }

    private static @Nullable Integer percent(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0 || value.intValue() > 100) {
            throw Unreadable.invalid("percent is not a whole number from 0 to 100");
        }
        return value.intValue();
    }

    private static @Nullable String message(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String text = value.textValue();
        if (text == null
                || text.codePointCount(0, text.length()) > MAX_MESSAGE
                || text.indexOf(0) >= 0
                || !UplinkReader.isWholeText(text)) {
            throw Unreadable.invalid("message is not a text of at most " + MAX_MESSAGE + " characters");
        }
        return text;
    }
}
