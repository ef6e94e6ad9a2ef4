package io.asyncrpc.core.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.asyncrpc.core.house.CoreTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiResourceTest extends CoreTest {
    private static final Path DOCUMENT = Path.of("../docs/contracts/openapi.yaml");

    @Test
    void theDocumentIsToldAsJsonWithoutAToken() throws IOException {
        // When
        String told = given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .extract()
                .asString();

        // Then
        assertThat(new ObjectMapper().readTree(told)).isEqualTo(new YAMLMapper().readTree(DOCUMENT.toFile()));
    }
}
