package io.asyncrpc.core.problem;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Bytes from outside that are no request of anybody's, each with a name. */
public final class HostileJson {
    private HostileJson() {}

    /** None of these is JSON that is taken: not well formed, not UTF-8, or past all measure. */
    public static Stream<Arguments> bodies() {
        return Stream.of(
                body("nothing", ""),
                body("blank", " \r\n\t"),
                body("half", "{"),
                body("half a field", "{\"a\""),
                body("half a value", "{\"a\":"),
                body("half a string", "{\"a\":\"b"),
                body("half an escape", "{\"a\":\"\\u00"),
                body("comma too many", "{\"a\":1,}"),
                body("trailing garbage", "{} x"),
                body("two objects", "{}{}"),
                body("trailing bracket", "{}]"),
                body("single quotes", "{'a':1}"),
                body("no quotes", "{a:1}"),
                body("comment", "{/* hello */}"),
                body("not a number", "{\"a\":NaN}"),
                body("leading zero", "{\"a\":01}"),
                body("the same field twice", "{\"a\":1,\"a\":2}"),
                body("line break in a string", "{\"a\":\"\n\"}"),
                body("xml", "<a/>"),
                body("deep arrays", "{\"payload\":" + "[".repeat(1_000_000)),
                body("deep objects", "{\"payload\":" + "{\"a\":".repeat(100_000)),
                body("only brackets", "[".repeat(1_000_000)),
                bytes("NUL", 0),
                bytes("NUL after the object", '{', '}', 0),
                bytes("NUL in a string", '{', '"', 'a', 0, '"', ':', '1', '}'),
                bytes("not UTF-8", '{', '"', 0xff, '"', ':', '1', '}'),
                bytes("overlong", '{', '"', 0xc0, 0xaf, '"', ':', '1', '}'),
                bytes("half a character", '{', '"', 0xe2, 0x82, '"', ':', '1', '}'),
                bytes("surrogate as UTF-8", '{', '"', 0xed, 0xa0, 0x80, '"', ':', '1', '}'),
                encoded("UTF-16 with mark", UTF_16),
                encoded("UTF-16", UTF_16LE),
                encoded("UTF-32", Charset.forName("UTF-32LE")));
    }

    /** JSON, but no object. */
    public static Stream<String> noObjects() {
        return Stream.of("null", "true", "1", "-1.5e3", "\"{}\"", "[]", "[{}]", "1e999999", "9".repeat(900));
    }

    /** Values of every type, none of them a string or a whole number that anything here takes. */
    public static Stream<String> wrongValues() {
        return Stream.of(
                "null",
                "true",
                "[]",
                "{}",
                "[1]",
                "{\"a\":1}",
                "1.5",
                "1.0",
                "1e3",
                "1e999999",
                "-1",
                "4294967297",
                "9223372036854775808",
                "1" + "0".repeat(400),
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "\"" + "x".repeat(2000) + "\"",
                "\"\"");
    }

    private static Arguments body(String name, String text) {
        return Arguments.of(name, text.getBytes(UTF_8));
    }

    private static Arguments encoded(String name, Charset charset) {
        return Arguments.of(name, "{\"deviceId\":\"pump-7\",\"method\":\"1\"}".getBytes(charset));
    }

    private static Arguments bytes(String name, int... bytes) {
        byte[] body = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            body[i] = (byte) bytes[i];
        }
        return Arguments.of(name, body);
    }
}
