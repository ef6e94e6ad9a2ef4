package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.restassured.response.Response;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that HTTP itself, the path or the query make wrong. */
class BadCallIT {

    private static final String NO_TASK = "01957e5a-7c00-7000-8000-000000000001";

    private final Organisation organisation = Organisation.fresh();
    private final ApiClient admin = organisation.admin();

    @ParameterizedTest(name = "GET {0}")
    @ValueSource(
            strings = {
                "/tasks?limit=0",
                "/tasks?limit=201",
                "/tasks?limit=-1",
                "/tasks?limit=ten",
                "/tasks?limit=99999999999999",
                "/tasks?limit=",
                "/tasks?state=SLEEPING",
                "/tasks?state=NEW&state=new",
                "/tasks?since=yesterday",
                "/tasks?until=2026-13-01T00:00:00Z",
                "/tasks?cursor=garbage",
                "/tasks?cursor=%00",
                "/tasks?cursor=eyJhIjoxfQ",
                "/tasks?externalId=%00",
                "/tasks?method=%00",
                "/tasks?deviceId=%00",
                "/devices?limit=0",
                "/devices?limit=201",
                "/devices?connected=maybe",
                "/devices?cursor=garbage",
                "/devices?label=novalue",
                "/devices?label=%00=%00"
            })
    void aBadQueryIsMalformed(String path) {
        Problems.assertProblem(admin.get(path), 400, "malformed");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("unknownPaths")
    void anUnknownPathIsNotFound(String method, String path) {
        // When
        Response refused = admin.json("{}").request(method, path);

        // Then
        Problems.assertProblem(refused, 404, "not-found");
    }

    static Stream<Arguments> unknownPaths() {
        return Stream.of(
                arguments("GET", ""),
                arguments("GET", "/"),
                arguments("GET", "/nothing"),
                arguments("GET", "/tasks/" + NO_TASK + "/payload"),
                arguments("POST", "/tasks/" + NO_TASK + "/restart"),
                arguments("GET", "/tasksx"),
                arguments("GET", "/devices/pump/tasks"),
                arguments("GET", "/../v2/tasks"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wrongMethods")
    void aWrongMethodIsNotAllowed(String method, String path) {
        // When
        Response refused = admin.json("{}").request(method, path);

        // Then
        assertThat(refused.statusCode()).isEqualTo(405);
        Problems.assertProblem(refused);
    }

    static Stream<Arguments> wrongMethods() {
        return Stream.of(
                arguments("DELETE", "/tasks"),
                arguments("PUT", "/tasks"),
                arguments("PATCH", "/tasks/" + NO_TASK),
                arguments("DELETE", "/tasks/" + NO_TASK),
                arguments("POST", "/tasks/" + NO_TASK),
                arguments("POST", "/tasks/" + NO_TASK + "/history"),
                arguments("POST", "/devices"),
                arguments("POST", "/devices/pump"),
                arguments("DELETE", "/devices/pump/credentials"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data"})
    void aWrongContentTypeIsNotSupported(String contentType) {
        // Given
        String deviceId = organisation.register();
        byte[] body = Bodies.task(deviceId, "open", "").getBytes(UTF_8);

        // When
        Response refused =
                admin.request().header("Content-Type", contentType).body(body).post("/tasks");

        // Then
        assertThat(refused.statusCode()).isEqualTo(415);
        Problems.assertProblem(refused);
        assertThat(admin.taskCount(deviceId)).isZero();
    }

    @ParameterizedTest(name = "{0} with Accept: {1}")
    @MethodSource("unacceptable")
    void aWrongAcceptIsNotAcceptable(String path, String accept) {
        // When
        Response refused = admin.request().header("Accept", accept).get(path);

        // Then
        assertThat(refused.statusCode()).isEqualTo(406);
        Problems.assertProblem(refused);
    }

    static Stream<Arguments> unacceptable() {
        return Stream.of(arguments("/tasks", "text/html"), arguments("/devices", "application/xml"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "not-a-uuid",
                "1",
                "01957e5a-7c00-7000-8000-00000000000",
                "%00",
                "01957e5a7c00700080000000000000011"
            })
    void aTaskIdThatIsNoneIsNotFound(String id) {
        for (String path : new String[] {"/tasks/" + id, "/tasks/" + id + "/history"}) {
            Response refused = admin.get(path);
            assertThat(refused.statusCode()).as(path).isIn(id.equals("%00") ? 400 : 404, 404);
            Problems.assertProblem(refused);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a.b", "a*b", "a%20b", "p%C3%BCmp", "%00", "a%2Fb", "%23"})
    void aDeviceIdOutsideItsAlphabetIsRefused(String id) {
        // When
        Response refused = admin.json("{}").put("/devices/" + id);

        // Then
        assertThat(refused.statusCode()).isIn(400, 404, 422);
        Problems.assertProblem(refused);
        assertThat(admin.get("/devices").jsonPath().getList("items")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badDevices")
    void aBadDeviceIsRefused(String body, String pointer) {
        // When
        Response refused = admin.json(body).put("/devices/pump-" + Organisation.unique());

        // Then
        Problems.assertInvalid(refused, pointer);
        assertThat(admin.get("/devices").jsonPath().getList("items")).isEmpty();
    }

    static Stream<Arguments> badDevices() {
        return Stream.of(
                arguments("{\"description\":7}", "/description"),
                arguments("{\"description\":\"a\\u0000b\"}", "/description"),
                arguments("{\"labels\":[]}", "/labels"),
                arguments("{\"labels\":{\"a\":1}}", "/labels/a"),
                arguments("{\"labels\":{\"a\":\"\\u0000\"}}", "/labels/a"),
                arguments("{\"colour\":1}", "/colour"));
    }

    @Test
    void aDeviceIdOf65CharactersIsRefusedAndOneOf64IsNot() {
        // Given
        String longest = "p" + Organisation.unique() + "_".repeat(50);

        // Then
        assertThat(longest).hasSize(64);
        admin.json("{}").put("/devices/" + longest).then().statusCode(201);
        Problems.assertProblem(admin.json("{}").put("/devices/" + longest + "_"));
    }
}
