package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.restassured.response.Response;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A task that cannot be is refused with the reason, and nothing of it is stored. */
class BadTaskIT {

    private static final String ACCEPTED = "\"priority\":9,\"ttl\":2678340,\"maxAttempts\":10,\"lease\":86400,"
            + "\"attemptTimeout\":86400,\"externalId\":\"" + "e".repeat(128) + "\"";

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
    @MethodSource("invalidMembers")
    void isToldWhichMemberIsWrong(String members, String pointer) {
        // When
        Response refused = submit(Bodies.task(deviceId, "open", members));

        // Then
        Problems.assertInvalid(refused, pointer);
    }

    static Stream<Arguments> invalidMembers() {
        return Stream.of(
                arguments("\"priority\":99", "/priority"),
                arguments("\"priority\":10", "/priority"),
                arguments("\"priority\":-1", "/priority"),
                arguments("\"priority\":\"high\"", "/priority"),
                arguments("\"priority\":1.5", "/priority"),
                arguments("\"priority\":true", "/priority"),
                arguments("\"priority\":99999999999999999999", "/priority"),
                arguments("\"priority\":{}", "/priority"),
                arguments("\"ttl\":0", "/ttl"),
                arguments("\"ttl\":-5", "/ttl"),
                arguments("\"ttl\":2678341", "/ttl"),
                arguments("\"ttl\":\"PT1H\"", "/ttl"),
                arguments("\"maxAttempts\":0", "/maxAttempts"),
                arguments("\"maxAttempts\":11", "/maxAttempts"),
                arguments("\"lease\":4", "/lease"),
                arguments("\"lease\":86401", "/lease"),
                arguments("\"attemptTimeout\":299", "/attemptTimeout"),
                arguments("\"lease\":600,\"attemptTimeout\":599", "/attemptTimeout"),
                arguments("\"attemptTimeout\":86401", "/attemptTimeout"),
                arguments("\"notBefore\":\"2999-01-01T00:00:00Z\"", "/notBefore"),
                arguments("\"notBefore\":\"tomorrow\"", "/notBefore"),
                arguments("\"notBefore\":17", "/notBefore"),
                arguments("\"externalId\":\"" + "e".repeat(129) + "\"", "/externalId"),
                arguments("\"externalId\":\"\\u0000\"", "/externalId"),
                arguments("\"externalId\":7", "/externalId"),
                arguments("\"colour\":\"red\"", "/colour"),
                arguments("\"state\":\"DONE\"", "/state"),
                arguments("\"a/b~c\":1", "/a~1b~0c"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalidMethods")
    void isToldThatTheMethodIsWrong(String json) {
        // When
        Response refused = submit("{\"deviceId\":\"%s\",\"method\":%s}".formatted(deviceId, json));

        // Then
        Problems.assertInvalid(refused, "/method");
    }

    static Stream<String> invalidMethods() {
        return Stream.of(
                "\"0\"",
                "\"\"",
                "\"a b\"",
                "\"a/b\"",
                "\"öffnen\"",
                "\"a\\u0000\"",
                "\"a\\n\"",
                "null",
                "17",
                "[]",
                '"' + "m".repeat(65) + '"');
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknownDevices")
    void isToldThatTheDeviceIsUnknown(String unknown) {
        // When
        Response refused = submit(Bodies.task(unknown, "open", ""));

        // Then
        Problems.assertProblem(refused, 404, "device-not-found");
    }

    static Stream<String> unknownDevices() {
        return Stream.of("nobody-" + Organisation.unique(), "-", "x".repeat(64));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void isAcceptedAtTheLimits(String members) {
        // Given
        String other = organisation.register();

        // When
        Response accepted = submit(Bodies.task(other, "open", members));

        // Then
        accepted.then().statusCode(202);
    }

    static Stream<String> limits() {
        return Stream.of(
                ACCEPTED,
                "\"priority\":0,\"ttl\":1,\"maxAttempts\":1,\"lease\":5,\"attemptTimeout\":5",
                "\"lease\":3600",
                "\"payload\":null",
                "\"notBefore\":\"2001-01-01T00:00:00Z\"",
                "\"externalId\":\"\"");
    }

    private Response submit(String body) {
        return organisation.operator().post("/tasks", body);
    }
}
