package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes a device sends on its own topics, it is told so, and its next good word is heard. */
@Tag(Installation.LAUNCHER)
class HostileDeviceIT {

    private static final byte[] NOTHING = {};
    private static final byte[] NUL = {0, 0, 0};
    private static final byte[] NOT_UTF8 = {(byte) 0xc3, (byte) 0x28, (byte) 0xff};
    private static final byte[] HUGE = "x".repeat(300 * 1024).getBytes(UTF_8);
    private static final String NO_TASK = "01957e5a-7c00-7000-8000-000000000001";

    private final Organisation organisation = Organisation.fresh();

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("words")
    void isToldThatItsWordWasRefusedAndHeardAgainAfterwards(
            String suffix, String what, int status, @Nullable String correlation, byte[] body) {
        // Given
        try (TestDevice device = organisation.connect()) {

            // When
            device.say(suffix, correlation, Map.of(), body);
            Word refused = device.hear("err");

            // Then
            assertProblem(refused, status);
            assertStillHeard(device);
        }
    }

    static Stream<Arguments> words() {
        return Stream.of(
                arguments("ack", "without correlation", 0, null, NOTHING),
                arguments("ack", "with a bad correlation", 0, "no-uuid", NOTHING),
                arguments("ack", "with the zero correlation", 0, "00000000-0000-0000-0000-000000000000", NOTHING),
                arguments("ack", "of no task", 404, NO_TASK, NOTHING),
                arguments("req", "with a bad correlation", 0, "no-uuid", NOTHING),
                arguments("req", "with a long correlation", 0, "c".repeat(5_000), NOTHING),
                arguments("req", "with NUL for correlation", 0, "\u0001\u0002", NOTHING),
                arguments("req", "of no task", 404, NO_TASK, NOTHING),
                arguments("prg", "without correlation", 0, null, bytes("{}")),
                arguments("prg", "of no task", 404, NO_TASK, bytes("{\"percent\":1}")),
                arguments("prg", "that is no JSON", 0, NO_TASK, bytes("half done")),
                arguments("prg", "that is no UTF-8", 0, NO_TASK, NOT_UTF8),
                arguments("prg", "beyond 100 %", 0, NO_TASK, bytes("{\"percent\":101}")),
                arguments("prg", "with a long message", 0, NO_TASK, bytes("{\"message\":\"" + "m".repeat(257) + "\"}")),
                arguments("prg", "of NUL bytes", 0, NO_TASK, NUL),
                arguments("res", "without correlation", 0, null, bytes("1")),
                arguments("res", "of NUL bytes", 0, null, NUL),
                arguments("res", "with an envelope cut off", 0, null, bytes("{\"correlationData\":\"")),
                arguments("res", "with an envelope without id", 0, null, bytes("{\"correlationData\":7}")),
                arguments("res", "with a deep envelope", 0, null, bytes("[".repeat(20_000))),
                arguments("res", "of no task", 404, NO_TASK, bytes("1")),
                arguments("res", "that is too large", 413, NO_TASK, HUGE),
                arguments("res", "that is too large, without correlation", 0, null, HUGE),
                arguments("rsp", "which only the core says", 0, NO_TASK, bytes("{}")),
                arguments("evt", "of NUL bytes", 400, null, NUL),
                arguments("evt", "that is empty", 400, null, NOTHING),
                arguments("evt", "that is no UTF-8", 400, null, NOT_UTF8),
                arguments("evt", "that is deep", 400, null, bytes("[".repeat(20_000))),
                arguments("evt", "with a bad correlation", 422, "no-uuid", bytes("1")),
                arguments("evt", "with a list for its type", 422, null, bytes("{\"event_type_code\":[1]}")),
                arguments("evt", "that is too large", 413, null, HUGE),
                arguments("xyz", "an unknown suffix", 0, NO_TASK, bytes("{}")),
                arguments("REQ", "an unknown suffix", 0, NO_TASK, NOTHING),
                arguments("res/more", "a deeper topic", 0, NO_TASK, bytes("{}")),
                arguments("res/a/b/c/d/e/f", "a deep topic", 0, NO_TASK, bytes("{}")),
                arguments("", "an empty suffix", 0, NO_TASK, bytes("{}")),
                arguments("req.res", "a dot in the suffix", 0, NO_TASK, bytes("{}")));
    }

    @ParameterizedTest(name = "res with {0}={1}")
    @MethodSource("resultProperties")
    void isToldThatAPropertyOfItsResultIsWrong(String name, String value) {
        // Given
        try (TestDevice device = organisation.connect()) {
            String id = organisation.operator().submit(device.id(), "open", "");
            device.claim(id);

            // When
            device.say("res", id, Map.of(name, value), "1");
            Word refused = device.hear("err");

            // Then
            assertProblem(refused, 0);
            assertThat(refused.isAbout(id)).isTrue();
            assertThat(organisation.viewer().states(id)).containsExactly("NEW", "LOCKED");
            assertStillHeard(device);
        }
    }

    static Stream<Arguments> resultProperties() {
        return Stream.of(
                arguments("attempt", "2"),
                arguments("attempt", "99999999999999999999"),
                arguments("attempt", "one"),
                arguments("attempt", "1.5"),
                arguments("attempt", "-1"),
                arguments("attempt", "0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("correlations")
    void mayNameItsTaskInManyWays(String name, @Nullable ByteBuffer data, Map<String, String> properties, String body) {
        // Given
        try (TestDevice device = organisation.connect()) {
            String id = organisation.operator().submit(device.id(), "open", "");

            // When
            device.publish(
                    "dev/" + device.id() + "/req", own(data, id), own(properties, id), bytes(body.replace("ID", id)));
            Word task = device.hear("rsp");

            // Then
            assertThat(task.correlation()).isEqualTo(id);
        }
    }

    static Stream<Arguments> correlations() {
        ByteBuffer text = ByteBuffer.wrap(bytes("ID"));
        return Stream.of(
                arguments("correlation data as text", text, Map.of(), ""),
                arguments("correlation data as 16 bytes", ByteBuffer.allocate(16), Map.of(), ""),
                arguments("user property correlationData", null, Map.of("correlationData", "ID"), ""),
                arguments("user property CorrelationData", null, Map.of("CorrelationData", "ID"), ""),
                arguments("user property before native", UTF_8.encode(NO_TASK), Map.of("correlationData", "ID"), ""),
                arguments("native before body", text, Map.of(), "{\"correlationData\":\"" + NO_TASK + "\"}"),
                arguments("body key correlationData", null, Map.of(), "{\"correlationData\":\"ID\"}"),
                arguments("body key correlation_data", null, Map.of(), "{\"correlation_data\":\"ID\"}"),
                arguments("body key corr_data", null, Map.of(), "{\"corr_data\":\"ID\"}"),
                arguments("body key corr_id", null, Map.of(), "{\"corr_id\":\"ID\"}"));
    }

    private static @Nullable ByteBuffer own(@Nullable ByteBuffer data, String id) {
        if (data == null || data.remaining() == 36) {
            return data;
        }
        var uuid = UUID.fromString(id);
        return data.remaining() == 16
                ? ByteBuffer.allocate(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .flip()
                : UTF_8.encode(id);
    }

    private static Map<String, String> own(Map<String, String> properties, String id) {
        return properties.isEmpty()
                ? properties
                : Map.of(properties.keySet().iterator().next(), id);
    }

    /** @param status 0 where the protocol leaves it open */
    private static void assertProblem(Word refused, int status) {
        assertThat(refused.body().getInt("status")).isBetween(400, 501);
        assertThat(refused.body().getString("code")).isNotBlank();
        assertThat(refused.body().getString("detail")).isNotBlank().doesNotContain("Exception");
        if (status != 0) {
            assertThat(refused.body().getInt("status")).isEqualTo(status);
        }
    }

    /** Nothing is kept of it: not for whoever subscribes later, and not on the broker's disk. */
    @Test
    void whatItWantsToHaveRetainedIsNot() throws Exception {
        // Given
        byte[] large = new byte[200_000];
        try (TestDevice device = organisation.connect()) {
            // When
            for (int i = 0; i < 30; i++) {
                device.raw()
                        .publishWith()
                        .topic("dev/" + device.id() + "/" + i)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .retain(true)
                        .payload(large)
                        .send()
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join();
            }
            TimeUnit.SECONDS.sleep(3); // what is retained is written every two seconds

            // Then
            assertThat(retained()).isLessThan(1_000_000);
            assertStillHeard(device);
        }
    }

    private static long retained() throws IOException {
        Path data = Installation.PROJECT.resolve(variable("IOT_STATE")).resolve("rabbitmq/data");
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.getFileName().toString().contains("retained"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void assertStillHeard(TestDevice device) {
        assertThat(device.isConnected()).isTrue();
        String id = organisation.operator().submit(device.id(), "open", "\"priority\":9");
        device.claim(id);
        device.res(id, 200, "\"well\"");
        device.hear("cmt", word -> word.isAbout(id));
        assertThat(organisation.viewer().task(id).getString("state")).isEqualTo("DONE");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
