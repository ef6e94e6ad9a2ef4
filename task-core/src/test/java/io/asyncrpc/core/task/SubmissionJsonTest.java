package io.asyncrpc.core.task;

import static io.asyncrpc.core.problem.Refusals.pointersOf;
import static io.asyncrpc.core.problem.Refusals.typeOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of a submission: read to the byte, or refused with all that is wrong. */
class SubmissionJsonTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String LEAST = "\"deviceId\":\"pump-7\",\"method\":\"17\"";

    @Test
    void whatIsNotSaidHasItsDefault() {
        // When
        Submission s = read("{" + LEAST + "}");

        // Then
        assertThat(s)
                .isEqualTo(new Submission(
                        "pump-7",
                        "17",
                        null,
                        0,
                        Duration.ofHours(1),
                        3,
                        Duration.ofMinutes(5),
                        Duration.ofHours(1),
                        null,
                        null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"percent\": 1.50}",
                "{\"z\":1,\"a\":2,\"z\":3}",
                "{ }",
                "[1 ,2]",
                "1.50",
                "-0",
                "123456789012345678901234567890",
                "1e999999",
                "\"a\\u0000\\ud800\\/\\t\"",
                "\"\u00e9\u20ac\uD83D\uDE00\"",
                "true",
                "null",
                "{\"a\":{\"b\":[\"}\"]}}",
                "\"\\\\\"",
                "{\n  \"a\" :\t1\r\n}",
                "0.1000000000000000000000000000000000000000001",
                "\"\""
            })
    void payloadIsKeptByteForByte(String payload) {
        for (String around : new String[] {
            "{%s,\"payload\":" + payload + "}", "{\"payload\":" + payload + ",%s}",
            "{\"payload\"  \n:  " + payload + " \n , %s }", "\uFEFF{\"payload\":" + payload + " ,%s}"
        }) {
            assertThat(Objects.requireNonNull(read(around.formatted(LEAST)).payload()))
                    .as(around)
                    .isEqualTo(payload.getBytes(UTF_8));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.asyncrpc.core.problem.HostileJson#bodies")
    void whatIsNotJsonIsMalformed(String name, byte[] body) {
        assertThat(typeOf(() -> SubmissionJson.read(body, NOW))).isEqualTo(ProblemType.MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("io.asyncrpc.core.problem.HostileJson#noObjects")
    void whatIsNoObjectIsInvalid(String json) {
        assertThat(pointersOf(() -> read(json))).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deviceId",
                "method",
                "priority",
                "ttl",
                "maxAttempts",
                "lease",
                "attemptTimeout",
                "notBefore",
                "externalId"
            })
    void everyFieldRefusesEveryWrongValue(String field) {
        io.asyncrpc.core.problem.HostileJson.wrongValues()
                .filter(value -> !isTaken(field, value))
                .forEach(value -> assertThat(pointersOf(() -> read(with(field, value))))
                        .as("%s: %s", field, value)
                        .contains("/" + field));
    }

    @ParameterizedTest(name = "{0}={1}: taken {2}")
    @CsvSource({
        "priority, 0, true",
        "priority, 9, true",
        "priority, 10, false",
        "priority, 99, false",
        "priority, -1, false",
        "ttl, 0, false",
        "ttl, 1, true",
        "ttl, 2678340, true",
        "ttl, 2678341, false",
        "maxAttempts, 0, false",
        "maxAttempts, 1, true",
        "maxAttempts, 10, true",
        "maxAttempts, 11, false",
        "lease, 4, false",
        "lease, 5, true",
        "lease, 86400, true",
        "lease, 86401, false",
        "attemptTimeout, 299, false",
        "attemptTimeout, 300, true",
        "attemptTimeout, 86400, true",
        "attemptTimeout, 86401, false",
        "attemptTimeout, 4, false",
        "ttl, '\"60\"', false",
        "deviceId, '\"a b\"', false",
        "deviceId, '\"a/b\"', false",
        "deviceId, '\"a\\n\"', false",
        "deviceId, '\"\u00e9\"', false",
        "method, '\"0\"', false",
        "method, '\"00\"', false",
        "method, '\"65535\"', true",
        "method, '\"a.b:c_d-E\"', true",
        "method, '\"a/b\"', false",
        "method, 17, false",
        "externalId, '\"order 1 \u20ac\"', true",
        "externalId, '\"\"', true",
        "externalId, null, true",
        "externalId, '\"a\\u0000\"', false",
        "externalId, '\"a\\n\"', false",
        "externalId, '\"\\ud83d\\ude00\"', true",
        "notBefore, null, true",
        "notBefore, '\"2026-03-01T12:00:00+02:00\"', true",
        "notBefore, '\"2026-03-01\"', false",
        "notBefore, '\"2027-03-02T10:00:00Z\"', true",
        "notBefore, '\"2027-03-02T10:00:00.000001Z\"', false",
        "notBefore, '\"2020-01-01T00:00:00Z\"', true",
        "notBefore, '\"+999999999-12-31T23:59:59Z\"', false",
        "notBefore, '\"-999999999-01-01T00:00:00Z\"', false",
        "notBefore, '\"0000-01-01T00:00:00Z\"', false"
    })
    void rangesHoldOnBothSidesOfTheirEdge(String field, String value, boolean taken) {
        if (taken) {
            assertThat(read(with(field, value))).isNotNull();
        } else {
            assertThat(pointersOf(() -> read(with(field, value)))).containsExactly("/" + field);
        }
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        assertThat(pointersOf(() -> read("{\"a/b\":1,\"c~d\":{\"x\":[1]},\"priority\":99,\"ttl\":0,\"\":1}")))
                .containsExactly("/a~1b", "/c~0d", "/priority", "/ttl", "/", "/deviceId", "/method");
    }

    @Test
    void whatIsWrongIsNotSaidToBeMissing() {
        assertThat(pointersOf(() -> read("{\"deviceId\":7,\"method\":null}"))).containsExactly("/deviceId", "/method");
    }

    @Test
    void thousandsOfUnknownFieldsDoNotMakeALongAnswer() {
        // Given
        StringBuilder body = new StringBuilder("{" + LEAST);
        for (int i = 0; i < 50_000; i++) {
            body.append(",\"f").append(i).append("\":1");
        }

        // Then
        assertThat(pointersOf(() -> read(body.append('}').toString()))).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void payloadMayHave256KiB() {
        // Given
        String most = "\"" + "x".repeat(262_142) + "\"";

        // Then
        assertThat(Objects.requireNonNull(read(with("payload", most)).payload()))
                .hasSize(262_144);
        assertThat(Objects.requireNonNull(
                        read(with("payload", most + " ".repeat(5))).payload()))
                .hasSize(262_144);
    }

    @Test
    void largerPayloadIsTooLarge() {
        assertThat(typeOf(() -> read(with("payload", "\"" + "x".repeat(262_143) + "\""))))
                .isEqualTo(ProblemType.TOO_LARGE);
        assertThat(typeOf(() -> read(with("payload", "\"" + "\u20ac".repeat(87_381) + "\""))))
                .isEqualTo(ProblemType.TOO_LARGE);
    }

    @Test
    void deadlineCountsFromTheLaterOfCreationAndNotBefore() {
        assertThat(read(with("notBefore", "\"2026-03-01T11:00:00Z\""))
                        .terms("acme", NOW)
                        .expiresAt())
                .isEqualTo("2026-03-01T12:00:00Z");
        assertThat(read(with("notBefore", "\"2026-02-01T11:00:00Z\""))
                        .terms("acme", NOW)
                        .expiresAt())
                .isEqualTo("2026-03-01T11:00:00Z");
    }

    @Test
    void longLeaseStretchesTheAttemptThatWasNotSaid() {
        assertThat(read(with("lease", "7200")).attemptTimeout()).isEqualTo(Duration.ofHours(2));
    }

    private static boolean isTaken(String field, String value) {
        return switch (field) {
            case "externalId" -> value.equals("null") || value.equals("\"\"");
            case "notBefore" -> value.equals("null");
            default -> false;
        };
    }

    private static String with(String field, String value) {
        String least = field.equals("deviceId")
                ? "\"method\":\"17\""
                : field.equals("method") ? "\"deviceId\":\"pump-7\"" : LEAST;
        return "{" + least + ",\"" + field + "\":" + value + "}";
    }

    private static Submission read(String json) {
        return SubmissionJson.read(json.getBytes(UTF_8), NOW);
    }
}
