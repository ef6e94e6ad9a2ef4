package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;

/** What every refusal must look like. */
final class Problems {

    private Problems() {}

    static void assertProblem(Response answer, int status, String code) {
        assertThat(answer.statusCode()).as("%s", answer.asString()).isEqualTo(status);
        assertProblem(answer);
        assertThat(answer.jsonPath().getString("code")).isEqualTo(code);
    }

    /** A refusal whose status the caller has judged. */
    static void assertProblem(Response answer) {
        assertThat(answer.contentType()).startsWith("application/problem+json");
        var problem = answer.jsonPath();
        assertThat(problem.getString("type")).as("type").isNotBlank();
        assertThat(problem.getString("code")).as("code").isNotBlank();
        assertThat(problem.getString("detail")).as("detail").isNotBlank();
        assertThat(problem.getInt("status")).isEqualTo(answer.statusCode());
        assertThat(answer.asString()).doesNotContain("Exception", "io.asyncrpc", "\tat ", "org.postgresql");
    }

    static void assertInvalid(Response answer, String pointer) {
        assertProblem(answer, 422, "invalid");
        assertThat(answer.jsonPath().getList("errors.pointer"))
                .as("%s", answer.asString())
                .contains(pointer);
        assertThat(answer.jsonPath().getList("errors.detail", String.class))
                .isNotEmpty()
                .allSatisfy(detail -> assertThat(detail).isNotBlank());
    }
}
