package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are no task at all are refused with the reason, and nothing of them is stored. */
class BadBodyIT {

    private final Organisation organisation = Organisation.fresh();
    private String deviceId;

    @BeforeEach
    void register() {
        deviceId = organisation.register();
    }

    @AfterEach
    void nothingIsStored() {
        assertThat(organisation.viewer().taskCount(deviceId)).as("tasks stored").isZero();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("malformedBodies")
    void isToldThatTheBodyIsNotWhatItShouldBe(String body, int status) {
        // When
        Response refused = submit(body.replace("DEVICE", deviceId));

        // Then
        Problems.assertProblem(refused, status, status == 400 ? "malformed" : "invalid");
    }

    static Stream<Arguments> malformedBodies() {
        String good = Bodies.task("DEVICE", "open", "");
        return Stream.of(
                arguments("", 400),
                arguments("   ", 400),
                arguments("not json", 400),
                arguments("{", 400),
                arguments(good.substring(0, good.length() - 1), 400),
                arguments(good + good, 400),
                arguments(good + "x", 400),
                arguments("\u0000" + good, 400),
                arguments(good.replace("open", "op\u0000en"), 400),
                arguments(good.replace("open", "op\nen"), 400),
                arguments("{'deviceId':'DEVICE','method':'open'}", 400),
                arguments("{\"deviceId\":\"DEVICE\",\"method\":\"open\",\"priority\":NaN}", 400),
                arguments("{\"deviceId\":\"DEVICE\",\"method\":\"open\",\"priority\":01}", 400),
                arguments("/* c */" + good, 400),
                arguments("null", 422),
                arguments("[]", 422),
                arguments("[" + good + "]", 422),
                arguments("\"text\"", 422),
                arguments("17", 422),
                arguments("{}", 422),
                arguments("{\"deviceId\":\"DEVICE\"}", 422),
                arguments("{\"method\":\"open\"}", 422),
                arguments("{\"deviceId\":null,\"method\":\"open\"}", 422),
                arguments("{\"deviceId\":[\"DEVICE\"],\"method\":\"open\"}", 422));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("undecodableBodies")
    void isToldThatTheBodyIsNotUtf8(byte[] bytes) {
        // When
        Response refused = organisation
                .operator()
                .request()
                .contentType("application/json")
                .body(bytes)
                .post("/tasks");

        // Then
        Problems.assertProblem(refused, 400, "malformed");
    }

    static Stream<byte[]> undecodableBodies() {
        return Stream.of(
                new byte[] {0},
                new byte[] {(byte) 0xff, (byte) 0xfe, '{', '}'},
                "{\"deviceId\":\"p\",\"method\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    }

    private Response submit(String body) {
        return organisation.operator().post("/tasks", body);
    }
}
