package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads and results go through byte for byte, up to their limit. */
class PayloadIT {

    private static final int LIMIT = 256 * 1024;

    private final Organisation organisation = Organisation.fresh();

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "\"a\\u0000b\\u0000\"",
                "\"\\ud83d\\ude00 \\ud800 lone\"",
                "\"😀 é \\\" \\\\ \\/ \\b\"",
                "{\"z\":1,\"a\":2,\"z\":3}",
                "[ 1.0 , 1e400, -0, 0.10 ]",
                "{ }",
                "false",
                "null",
                "\"\""
            })
    void areTheSameBytesAtEveryStation(String json) {
        // Given
        try (TestDevice device = organisation.connect()) {

            // When
            String id = organisation.operator().submit(device.id(), "echo", "\"payload\":" + json);
            Word task = device.claim(id);
            device.res(id, 200, json);
            device.hear("cmt");

            // Then
            assertThat(task.text()).contains("\"payload\":" + json);
            String polled = organisation.viewer().get("/tasks/" + id).asString();
            assertThat(polled).contains("\"payload\":" + json).contains("\"body\":" + json);
        }
    }

    @Test
    void ofExactlyTheLimitGoThrough() {
        // Given
        String json = Bodies.textOfBytes(LIMIT);
        try (TestDevice device = organisation.connect()) {

            // When
            String id = organisation.operator().submit(device.id(), "echo", "\"payload\":" + json);
            Word task = device.claim(id);
            device.res(id, 200, json);
            device.hear("cmt");

            // Then
            assertThat(task.body().getString("payload")).hasSize(LIMIT - 2);
            assertThat(organisation.viewer().task(id).getString("result.body")).hasSize(LIMIT - 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 1, 2 * LIMIT, 4 * 1024 * 1024})
    void beyondTheLimitAreTooLarge(int bytes) {
        // Given
        String deviceId = organisation.register();
        String body = Bodies.task(deviceId, "open", "\"payload\":" + Bodies.textOfBytes(bytes));

        // When
        Response refused = organisation.operator().post("/tasks", body);

        // Then
        Problems.assertProblem(refused, 413, "too-large");
        assertThat(organisation.viewer().taskCount(deviceId)).isZero();
    }

    @Test
    void nestedWithoutEndAreRefusedOrTaken() {
        // Given
        String deviceId = organisation.register();
        int depth = 50_000;
        String json = "[".repeat(depth) + "]".repeat(depth);

        // When
        Response answer = organisation.operator().post("/tasks", Bodies.task(deviceId, "open", "\"payload\":" + json));

        // Then
        assertThat(answer.statusCode()).as("%s", answer.asString()).isIn(202, 400, 422);
    }

    @Test
    void aResultThatIsNoJsonIsAText() {
        // Given
        try (TestDevice device = organisation.connect()) {
            String id = claimed(device);

            // When
            device.say("res", id, Map.of(), "not { json");
            device.hear("cmt");

            // Then
            assertThat(organisation.viewer().task(id).getString("result.body")).isEqualTo("not { json");
        }
    }

    @Test
    void aResultThatIsNoTextIsBase64() {
        // Given
        try (TestDevice device = organisation.connect()) {
            String id = claimed(device);

            // When
            device.say("res", id, Map.of(), new byte[] {(byte) 0xff, 0, (byte) 0x80});
            device.hear("cmt");

            // Then
            var result = organisation.viewer().task(id);
            assertThat(result.getString("result.encoding")).isEqualTo("base64");
            assertThat(result.getString("result.body")).isEqualTo("/wCA");
        }
    }

    @Test
    void aResultWithNulBytesIsKept() {
        // Given
        try (TestDevice device = organisation.connect()) {
            String id = claimed(device);

            // When
            device.say("res", id, Map.of("ext_id", "5"), "a\u0000b");
            device.hear("cmt");

            // Then
            assertThat(organisation.viewer().task(id).getString("result.body")).isEqualTo("a\u0000b");
        }
    }

    private String claimed(TestDevice device) {
        String id = organisation.operator().submit(device.id(), "echo", "");
        device.claim(id);
        return id;
    }
}
