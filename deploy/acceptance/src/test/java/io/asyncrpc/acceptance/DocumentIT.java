package io.asyncrpc.acceptance;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door shows without a token: how to use it, and nothing of what is behind it. */
class DocumentIT {

    @ParameterizedTest
    @ValueSource(
            strings = {"/tasks", "/tasks/{id}", "/tasks/{id}/history", "/tasks/{id}/cancel", "/devices", "/devices/{id}"
            })
    void theApiDescribesItself(String path) {
        // When
        Response document = get("/q/openapi?format=json");

        // Then
        document.then().statusCode(200);
        assertThat(document.jsonPath().getMap("paths").keySet())
                .map(described -> String.valueOf(described).replaceAll("\\{[^}]*}", "{id}"))
                .contains("/api/v1" + path);
    }

    @Test
    void theDescriptionCanBeReadAndTried() {
        // When
        Response page = get("/q/swagger-ui/");

        // Then
        page.then().statusCode(200);
        assertThat(page.contentType()).startsWith("text/html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/q/metrics",
                "/q/health",
                "/q/health/ready",
                "/q/dev",
                "/accounts/pump",
                "/q/openapi/../metrics"
            })
    void whatIsBehindTheDoorIsNotShown(String path) {
        assertThat(get(path).statusCode()).isIn(401, 404);
    }

    private static Response get(String path) {
        return given().urlEncodingEnabled(false).get(Installation.API + path);
    }
}
