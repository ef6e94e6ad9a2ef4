package io.asyncrpc.core.device;

import static io.asyncrpc.core.problem.Refusals.pointersOf;
import static io.asyncrpc.core.problem.Refusals.typeOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.core.problem.HostileJson;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients say of devices, and which devices they ask for. */
class RegistrationTest {
    @Test
    void nothingHasToBeSaid() {
        assertThat(read("{}")).isEqualTo(new Registration(null, Map.of()));
        assertThat(read("{\"description\":null,\"labels\":{}}")).isEqualTo(new Registration(null, Map.of()));
    }

    @Test
    void labelsAndDescriptionAreRead() {
        assertThat(read("{\"description\":\"north \u20ac\",\"labels\":{\"site/a.b_c-D\":\"\",\"k\":\"a=b\"}}"))
                .isEqualTo(new Registration("north \u20ac", Map.of("site/a.b_c-D", "", "k", "a=b")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.asyncrpc.core.problem.HostileJson#bodies")
    void whatIsNotJsonIsMalformed(String name, byte[] body) {
        assertThat(typeOf(() -> Registration.read(body))).isEqualTo(ProblemType.MALFORMED);
    }

    @Test
    void wrongValuesAreInvalid() {
        HostileJson.wrongValues().forEach(value -> {
            if (!value.equals("null") && !value.equals("\"\"")) {
                assertThat(pointersOf(() -> read("{\"description\":" + value + "}")))
                        .containsExactly("/description");
            }
            if (!value.startsWith("{")) {
                assertThat(pointersOf(() -> read("{\"labels\":" + value + "}"))).containsExactly("/labels");
            }
            if (!value.equals("\"\"")) {
                assertThat(pointersOf(() -> read("{\"labels\":{\"k\":" + value + "}}")))
                        .containsExactly("/labels/k");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\u00e9", "a=b", "a:b"})
    void labelKeysHaveTheirAlphabet(String key) {
        assertThat(pointersOf(() -> read(label(key, "v")))).containsExactly("/labels/" + key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000", "a~b"})
    void labelKeysAreText(String key) {
        assertThat(pointersOf(() -> read(label(key, "v")))).hasSize(1);
    }

    @Test
    void pointersOfLabelsAreEscaped() {
        assertThat(pointersOf(() -> read("{\"labels\":{\"a/b\":1}}"))).containsExactly("/labels/a~1b");
        assertThat(pointersOf(() -> read("{\"lab~els/x\":1}"))).containsExactly("/lab~0els~1x");
    }

    @Test
    void atMost64LabelsOf63And255Characters() {
        assertThat(read(labels(64)).labels()).hasSize(64);
        assertThat(pointersOf(() -> read(labels(65)))).containsExactly("/labels");
        assertThat(read(label("k".repeat(63), "v".repeat(255))).labels()).hasSize(1);
        assertThat(pointersOf(() -> read(label("k".repeat(64), "v")))).containsExactly("/labels/" + "k".repeat(64));
        assertThat(pointersOf(() -> read(label("k", "v".repeat(256))))).containsExactly("/labels/k");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(quoteCharacter = '`', textBlock = """
            label,     k
            label,     =v
            label,     ``
            label,     a b=c
            connected, yes
            connected, ``
            limit,     0
            cursor,    a b
            cursor,    ``
            foo,       1
            """)
    void queriesThatCannotBeMeantAreMalformed(String name, String value) {
        assertThat(typeOf(() -> DeviceQuery.of(query(name, value)))).isEqualTo(ProblemType.MALFORMED);
    }

    @Test
    void labelsAreSplitAtTheFirstEqualsSign() {
        assertThat(DeviceQuery.of(query("label", "k=a=b")).label()).isEqualTo(new DeviceQuery.Label("k", "a=b"));
        assertThat(DeviceQuery.of(query("label", "k=")).label()).isEqualTo(new DeviceQuery.Label("k", ""));
        assertThatThrownBy(() -> DeviceQuery.of(query("label", "k=\u0000"))).isInstanceOf(Problem.class);
    }

    private static MultivaluedMap<String, String> query(String name, String value) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.add(name, value);
        return parameters;
    }

    private static String labels(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"k" + i + "\":\"v\"")
                .collect(Collectors.joining(",", "{\"labels\":{", "}}"));
    }

    private static String label(String key, String value) {
        return "{\"labels\":{\"" + key + "\":\"" + value + "\"}}";
    }

    private static Registration read(String json) {
        return Registration.read(json.getBytes(UTF_8));
    }
}
