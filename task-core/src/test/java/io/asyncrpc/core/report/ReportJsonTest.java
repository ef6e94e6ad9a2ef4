package io.asyncrpc.core.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asyncrpc.core.task.Sha256;
import io.asyncrpc.core.task.TaskEvent.Resulted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** House messages from the bridge: read, or refused with {@link IllegalArgumentException}; nothing else ever comes out. */
class ReportJsonTest {
    private static final String ID = "01957e5a-7c00-7000-8000-000000000001";
    private static final String RESULT = "\"kind\":\"result\",\"deviceId\":\"pump-7\",\"taskId\":\"" + ID + "\"";

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.asyncrpc.core.problem.HostileJson#bodies")
    void whatIsNotJsonIsRefused(String name, byte[] body) {
        assertThatIllegalArgumentException().isThrownBy(() -> ReportJson.read(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "1",
                "{}",
                "{\"v\":1}",
                "{\"v\":1,\"items\":null}",
                "{\"v\":1,\"items\":{}}",
                "{\"v\":1,\"items\":1}",
                "{\"v\":2,\"items\":[]}",
                "{\"v\":0,\"items\":[]}",
                "{\"v\":null,\"items\":[]}",
                "{\"items\":[]}",
                "{\"v\":\"1\",\"items\":[]}",
                "{\"v\":1.5,\"items\":[]}",
                "{\"v\":4294967297,\"items\":[]}",
                "{\"v\":true,\"items\":[]}",
                "{\"v\":1e999999,\"items\":[]}"
            })
    void otherMessagesAreRefused(String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> ReportJson.read(message.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1",
                "\"claim\"",
                "[]",
                "{}",
                "{\"kind\":null}",
                "{\"kind\":1}",
                "{\"kind\":\"\"}",
                "{\"kind\":\"Claim\"}",
                "{\"kind\":\"event\"}",
                "{\"kind\":\"claim\"}",
                "{\"kind\":\"claim\",\"deviceId\":\"pump-7\"}",
                "{\"kind\":\"claim\",\"deviceId\":7,\"taskId\":null}",
                "{\"kind\":\"claim\",\"deviceId\":null,\"taskId\":null}",
                "{\"kind\":\"claim\",\"deviceId\":\"pump-7\",\"taskId\":\"\"}",
                "{\"kind\":\"claim\",\"deviceId\":\"pump-7\",\"taskId\":\"x\"}",
                "{\"kind\":\"claim\",\"deviceId\":\"pump-7\",\"taskId\":7}",
                "{\"kind\":\"claim\",\"deviceId\":\"pump-7\",\"taskId\":\"01957e5a-7c00-7000-8000-00000000000g\"}",
                "{\"kind\":\"claim\",\"deviceId\":\"pump-7\",\"taskId\":\"01957e5a7c0070008000000000000001\"}",
                "{\"kind\":\"acknowledged\",\"deviceId\":\"pump-7\",\"taskId\":null}",
                "{\"kind\":\"progress\",\"deviceId\":\"pump-7\",\"taskId\":null}",
                "{\"kind\":\"result\",\"deviceId\":\"pump-7\",\"taskId\":null}",
                "{" + RESULT + ",\"body\":\"!\",\"encoding\":\"base64\"}",
                "{" + RESULT + ",\"body\":\"/wA\\n=\",\"encoding\":\"base64\"}",
                "{" + RESULT + ",\"body\":{\"a\":1}}",
                "{" + RESULT + ",\"body\":12}",
                "{" + RESULT + ",\"body\":\"x\",\"encoding\":\"gzip\"}",
                "{" + RESULT + ",\"statusCode\":\"200\"}",
                "{" + RESULT + ",\"statusCode\":500.5}",
                "{" + RESULT + ",\"statusCode\":9999999999}",
                "{" + RESULT + ",\"statusCode\":true}",
                "{" + RESULT + ",\"attempt\":\"1\"}",
                "{" + RESULT + ",\"attempt\":9999999999}",
                "{\"kind\":\"progress\",\"deviceId\":\"pump-7\",\"taskId\":\"" + ID + "\",\"percent\":101}",
                "{\"kind\":\"progress\",\"deviceId\":\"pump-7\",\"taskId\":\"" + ID + "\",\"percent\":-1}",
                "{\"kind\":\"progress\",\"deviceId\":\"pump-7\",\"taskId\":\"" + ID + "\",\"percent\":100000}",
                "{\"kind\":\"connected\",\"deviceId\":\"pump-7\",\"connection\":\"c\"}",
                "{\"kind\":\"connected\",\"deviceId\":\"pump-7\",\"connection\":\"c\",\"at\":\"now\"}",
                "{\"kind\":\"connected\",\"deviceId\":\"pump-7\",\"connection\":\"c\",\"at\":1772359200}",
                "{\"kind\":\"connected\",\"deviceId\":\"pump-7\",\"at\":\"2026-03-01T10:00:00Z\"}",
                "{\"kind\":\"connected\",\"deviceId\":\"pump-7\",\"connection\":\"c\",\"at\":\"+1000000000-12-31T23:59:59Z\"}",
                "{\"kind\":\"disconnected\",\"deviceId\":\"pump-7\",\"connection\":\"c\",\"at\":\"-1000000000-01-01T00:00:00Z\"}",
                "{\"kind\":\"connected\",\"deviceId\":\"pump-7\",\"connection\":\"c\",\"at\":\"+300000-01-01T00:00:00Z\"}",
                "{\"kind\":\"connections\"}",
                "{\"kind\":\"connections\",\"at\":\"2026-03-01T10:00:00Z\"}",
                "{\"kind\":\"connections\",\"at\":\"2026-03-01T10:00:00Z\",\"connections\":{}}",
                "{\"kind\":\"connections\",\"at\":\"2026-03-01T10:00:00Z\",\"connections\":[1]}",
                "{\"kind\":\"connections\",\"at\":\"2026-03-01T10:00:00Z\",\"connections\":[{\"deviceId\":\"a\"}]}"
            })
    void malformedItemsAreRefused(String item) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(item));
    }

    @Test
    void refusalsAreShort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("{\"kind\":\"" + "x".repeat(200_000) + "\"}"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void absentPartsOfAResultHaveTheirMeaning() {
        // When
        Resulted result = result("");

        // Then
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.extId()).isEqualTo("0");
        assertThat(result.attempt()).isNull();
        assertThat(result.retryAfter()).isNull();
        assertThat(result.body()).isEmpty();
        assertThat(result.sha256()).isEqualTo(Sha256.of(new byte[0]));
        assertThat(result(",\"extId\":null,\"attempt\":null,\"retryAfter\":null,\"statusCode\":null"))
                .usingRecursiveComparison()
                .isEqualTo(result);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            nullValues = "none",
            value = {
                "-1, none",
                "0, PT0S",
                "30, PT30S",
                "2147483647, PT596523H14M7S",
                "1.5, none",
                "'\"30\"', none",
                "true, none"
            })
    void restThatIsNoNumberIsNotHeeded(String retryAfter, @org.jspecify.annotations.Nullable Duration expected) {
        assertThat(result(",\"retryAfter\":" + retryAfter).retryAfter()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "9999999999", "9223372036854775807", "92233720368547758070"})
    void restWithoutEndIsLongAndDoesNotOverflow(String retryAfter) {
        // When
        Duration rest = result(",\"retryAfter\":" + retryAfter).retryAfter();

        // Then
        assertThat(rest).isGreaterThanOrEqualTo(Duration.ofDays(366));
        assertThat(Instant.parse("2026-03-01T10:00:00Z").plus(java.util.Objects.requireNonNull(rest)))
                .isNotNull();
    }

    @Test
    void bodiesAreKeptByteForByte() {
        assertThat(result(",\"body\":\"\\u0000\\n{\\\"a\\\": 1.50}\u20ac\"").body())
                .isEqualTo("\u0000\n{\"a\": 1.50}\u20ac".getBytes(UTF_8));
        assertThat(result(",\"body\":\"/wA=\",\"encoding\":\"base64\"").body()).isEqualTo(new byte[] {(byte) 0xff, 0});
        assertThat(result(",\"body\":\"" + "\\u0000".repeat(262_144) + "\"").body())
                .hasSize(262_144);
    }

    @Test
    void textsAreCutAndMadeStorable() {
        assertThat(result(",\"extId\":\"" + "x".repeat(500) + "\"").extId()).hasSize(128);
        assertThat(result(",\"extId\":\"a\\u0000b\"").extId()).isEqualTo("a\uFFFDb");
        assertThat(result(",\"extId\":\"a\\ud800b\"").extId()).isEqualTo("a\uFFFDb");
        assertThat(result(",\"extId\":\"" + "x".repeat(127) + "\uD83D\uDE00\"").extId())
                .hasSize(127);
        assertThat(result(",\"extId\":17").extId()).isEqualTo("17");
    }

    @Test
    void longBatchesAreRead() {
        // Given
        String items = IntStream.range(0, 10_000)
                .mapToObj(i -> "{\"kind\":\"claim\",\"deviceId\":\"d" + i + "\",\"taskId\":null}")
                .collect(Collectors.joining(","));

        // Then
        assertThat(read(items)).hasSize(10_000).startsWith(new Report.Claim("d0", null));
    }

    private static Resulted result(String more) {
        return ((Report.Result) read("{" + RESULT + more + "}").getFirst()).event();
    }

    private static List<Report> read(String items) {
        ReportJson.Reading reading = ReportJson.read(("{\"v\":1,\"items\":[" + items + "]}").getBytes(UTF_8));
        reading.unreadable().stream().findFirst().ifPresent(why -> {
            throw new IllegalArgumentException(why.reason());
        });
        return reading.reports();
    }
}
