package io.asyncrpc.core.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result is shown as the JSON it is, else as text, else as base64; nothing of it is lost. */
class ResultBodyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "12",
                "-0.0",
                "1.50",
                "1e999999",
                "\"\"",
                "\"\\ud800\"",
                "\"\\u0000\"",
                "{\"a\": 1.50,\n\"a\": 2}",
                "[1 , 2]",
                "123456789012345678901234567890",
                "\"\u00e9\u20ac\""
            })
    void jsonIsShownAsItCame(String json) throws IOException {
        assertThat(written(json.getBytes(UTF_8))).isEqualTo("{\"body\":" + json + "}");
        assertThat(written(("  " + json + "\r\n").getBytes(UTF_8))).isEqualTo("{\"body\":" + json + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{\"a\":1}x",
                "{\"a\":1} {}",
                "1 2",
                "01",
                "1.",
                "+1",
                "-",
                "NaN",
                "Infinity",
                "tru",
                "'a'",
                "{a:1}",
                "{'a':1}",
                "[1,]",
                "// no",
                "\"",
                "\"\n\"",
                "nullx",
                "\u0000",
                "12\u0000",
                "\uFEFF{}",
                "\u00A0{}",
                "\"},\"state\":\"DONE",
                "1,\"state\":\"DONE\"",
                "open"
            })
    void whatIsNotJsonIsShownAsText(String text) throws IOException {
        // When
        JsonNode shown = new ObjectMapper().readTree(written(text.getBytes(UTF_8)));

        // Then
        assertThat(shown.size()).isEqualTo(1);
        assertThat(shown.path("body").isTextual()).isTrue();
        assertThat(shown.path("body").asText()).isEqualTo(text);
    }

    @Test
    void bytesThatAreNoTextAreShownAsBase64() throws IOException {
        for (byte[] bytes : new byte[][] {
            {(byte) 0xff, 0},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {'{', (byte) 0xe2, '}'}
        }) {
            // When
            JsonNode shown = new ObjectMapper().readTree(written(bytes));

            // Then
            assertThat(shown.path("encoding").asText()).isEqualTo("base64");
            assertThat(Base64.getDecoder().decode(shown.path("body").asText())).isEqualTo(bytes);
        }
    }

    @Test
    void noBodyIsAnEmptyText() throws IOException {
        assertThat(written(null)).isEqualTo("{\"body\":\"\"}");
    }

    @Test
    void nestingWithoutEndIsText() throws IOException {
        assertThat(ResultBody.of("[".repeat(200_000).getBytes(UTF_8))).isInstanceOf(ResultBody.Text.class);
        assertThat(ResultBody.of(("[".repeat(200_000) + "]".repeat(200_000)).getBytes(UTF_8)))
                .isInstanceOf(ResultBody.Text.class);
    }

    @Test
    void numbersWithoutEndDoNoHarm() throws IOException {
        assertThat(written("9".repeat(250_000).getBytes(UTF_8))).hasSizeGreaterThan(250_000);
    }

    private static String written(byte @org.jspecify.annotations.Nullable [] bytes) throws IOException {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            ResultBody.of(bytes).write(json);
            json.writeEndObject();
        }
        return out.toString();
    }
}
