package io.asyncrpc.gateway.openapi;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestHouse;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by TestHouse
class OpenApiTest {
    private static final String DOCUMENT = """
            {"openapi":"3.1.0","info":{"title":"task-core API","version":"9"},"servers":[{"url":"http://inside:8081"}],
             "paths":{
              "/api/v1/tasks":{"post":{"operationId":"submit","security":[{"SecurityScheme":[]}],
                "requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Task"}}}}}},
              "/api/v1/devices/{id}":{"get":{"operationId":"device"}},
              "/internal/tick":{"post":{"operationId":"tick"}}},
             "components":{"schemas":{"Task":{"type":"object"}},"securitySchemes":{"SecurityScheme":{"type":"http"}}}}
            """;

    RecordingService service;

    @BeforeEach
    void describe() {
        service.answer("/q/openapi", (request, body) -> request.response().end(DOCUMENT));
    }

    @Test
    void theHouseShowsWhatItsServicesOfferThroughTheDoor() {
        given().get("/q/openapi")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("openapi", equalTo("3.1.0"))
                .body("info.title", equalTo("IoT Async-RPC Core"))
                .body("servers.url", hasItem("/"))
                .body("paths.'/api/v1/tasks'.post.operationId", equalTo("submit"))
                .body("paths.'/api/v1/tasks'.post", not(hasKey("security")))
                .body("paths.'/api/v1/devices/{id}'.get.operationId", equalTo("device"))
                .body("paths", not(hasKey("/internal/tick")))
                .body("components.schemas", hasKey("Task"))
                .body("components.securitySchemes.bearer.scheme", equalTo("bearer"))
                .body("components.securitySchemes", not(hasKey("SecurityScheme")))
                .body("security", hasItem(hasKey("bearer")));
    }

    @Test
    void whatAServiceToldLastIsShownWhileItDoesNotTell() {
        // Given
        String told = given().get("/q/openapi").then().statusCode(200).extract().asString();
        service.answer("/q/openapi", (request, body) -> request.response().end("<html>"));

        // When / Then
        given().get("/q/openapi").then().statusCode(200).body(equalTo(told));
    }

    @Test
    void thePageOfTheDocumentPointsAtIt() {
        given().get("/q/swagger-ui/")
                .then()
                .statusCode(200)
                .contentType(containsString("text/html"))
                .header("Content-Security-Policy", containsString("default-src 'self'"))
                .body(containsString("/q/openapi"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"swagger-ui-bundle.js", "swagger-ui-standalone-preset.js", "swagger-ui.css", "favicon.ico"})
    void thePageHasAllItsParts(String part) {
        given().get("/q/swagger-ui/" + part).then().statusCode(200);
    }
}
