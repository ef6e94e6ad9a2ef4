package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An organisation sees its own; what belongs to another looks as if it were not there. */
class OrganisationIsolationIT {

    private final Organisation own = Organisation.fresh();
    private final Organisation other = Organisation.fresh();

    @ParameterizedTest
    @ValueSource(strings = {"/tasks/{task}", "/tasks/{task}/history"})
    void cannotReadAnothersTask(String path) {
        // Given
        String foreign = other.operator().submit(other.register(), "open", "");

        // When
        Response ofForeign = own.admin().get(path.replace("{task}", foreign));
        Response ofNone =
                own.admin().get(path.replace("{task}", UUID.randomUUID().toString()));

        // Then
        assertSameProblem(ofForeign, ofNone, 404, "not-found");
    }

    @Test
    void cannotReadAnothersDevice() {
        // Given
        String foreign = other.register();

        // When
        Response ofForeign = own.admin().get("/devices/" + foreign);
        Response ofNone = own.admin().get("/devices/none-" + Organisation.unique());

        // Then
        assertSameStatus(ofForeign, ofNone, 404);
    }

    @Test
    void cannotCallChangeOrDeleteAnothersDevice() {
        // Given
        String foreign = other.register();

        // When
        Response submitted = own.admin().post("/tasks", Bodies.task(foreign, "open", ""));
        Response credentials = own.admin().request().post("/devices/" + foreign + "/credentials");
        Response deleted = own.admin().request().delete("/devices/" + foreign);

        // Then
        submitted.then().statusCode(404).body("code", equalTo("device-not-found"));
        credentials.then().statusCode(404);
        deleted.then().statusCode(404);
        other.viewer().get("/devices/" + foreign).then().statusCode(200);
        assertThat(other.viewer().taskCount(foreign)).isZero();
    }

    @Test
    void listsNothingOfAnother() {
        // Given
        String foreign = other.register();
        other.operator().submit(foreign, "open", "");

        // Then
        assertThat(own.admin().get("/tasks").jsonPath().getList("items")).isEmpty();
        assertThat(own.admin().get("/tasks?deviceId=" + foreign).jsonPath().getList("items"))
                .isNullOrEmpty();
        assertThat(own.admin().get("/devices").jsonPath().getList("items")).isEmpty();
    }

    @Test
    void cannotRegisterAnIdThatAnotherHas() {
        // Given
        String foreign = other.register();

        // When
        Response taken = own.admin().json("{\"description\":\"mine now\"}").put("/devices/" + foreign);

        // Then
        taken.then().statusCode(409).body("code", equalTo("device-id-unavailable"));
        assertThat(other.viewer().get("/devices/" + foreign).jsonPath().getString("description"))
                .isNotEqualTo("mine now");
    }

    @Test
    void cannotRegisterAnIdThatAnotherHasDeleted() {
        // Given
        String foreign = other.register();
        other.admin().request().delete("/devices/" + foreign).then().statusCode(204);

        // Then
        own.admin().json("{}").put("/devices/" + foreign).then().statusCode(409);
        other.admin().json("{}").put("/devices/" + foreign).then().statusCode(201);
    }

    private static void assertSameProblem(Response one, Response another, int status, String code) {
        assertSameStatus(one, another, status);
        assertThat(one.jsonPath().getString("code")).isEqualTo(code);
        assertThat(another.jsonPath().getString("code")).isEqualTo(code);
    }

    private static void assertSameStatus(Response one, Response another, int status) {
        assertThat(one.statusCode()).isEqualTo(status);
        assertThat(another.statusCode()).isEqualTo(status);
        assertThat(one.contentType()).startsWith("application/problem+json");
        assertThat(one.jsonPath().getString("type"))
                .isEqualTo(another.jsonPath().getString("type"));
    }
}
