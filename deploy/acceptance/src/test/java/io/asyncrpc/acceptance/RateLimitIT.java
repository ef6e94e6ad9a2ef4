package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Token.Role;
import io.restassured.response.Response;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A gateway with narrow limits: each caller and each organisation learns where it stands, and is held to it alone. */
@Tag(Installation.LAUNCHER)
class RateLimitIT {

    private static Replica gateway;

    private final String organisation = "org-" + Organisation.unique();

    @BeforeAll
    static void narrow() throws Exception {
        gateway = Replica.of(
                "api-gateway",
                Map.of(
                        "GATEWAY_RATE_PER_SECOND", "1",
                        "GATEWAY_RATE_BURST", "60",
                        "GATEWAY_RATE_CALLER_PER_SECOND", "1",
                        "GATEWAY_RATE_CALLER_BURST", "40"));
        gateway.awaitReady();
    }

    @AfterAll
    static void noMore() {
        gateway.close();
    }

    @Test
    void aCallerAndThenItsOrganisationAreHeldToTheirLimits() {
        // Given
        Response first = ask(organisation, "ann");

        // When
        Response tooMuch = askUntilRefused("ann");
        Response another = ask(organisation, "bob");
        Response all = askUntilRefused("bob", "cid");

        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"organisation\";q=60;w=60, \"caller\";q=40;w=40");
        assertThat(first.header("RateLimit")).isEqualTo("\"organisation\";r=59;t=1, \"caller\";r=39;t=1");
        assertProblem(tooMuch, 429, "rate-limited");
        assertThat(tooMuch.header("Retry-After")).isEqualTo("1");
        assertThat(tooMuch.header("RateLimit")).contains("\"caller\";r=0;t=40");
        assertThat(another.statusCode()).isEqualTo(200);
        assertProblem(all, 429, "rate-limited");
        assertThat(all.header("RateLimit")).startsWith("\"organisation\";r=0;t=60");
        assertThat(ask("other-" + organisation, "ann").statusCode()).isEqualTo(200);
        assertThat(gateway.metrics())
                .contains("gateway_refused_total{limit=\"caller_rate\"", "gateway_refused_total{limit=\"rate\"");
    }

    @Test
    void whoIsNotKnownLearnsNothing() {
        // When
        Response refused = gateway.with("").get("/tasks");

        // Then
        assertProblem(refused, 401, "unauthenticated");
        assertThat(refused.header("RateLimit")).isNull();
    }

    /** However slow the machine is: what it takes time for comes again meanwhile. */
    private Response askUntilRefused(String... subjects) {
        return IntStream.range(0, 2_000)
                .mapToObj(i -> ask(organisation, subjects[i % subjects.length]))
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();
    }

    private static Response ask(String organisation, String subject) {
        String token = Token.of(organisation, Role.VIEWER).with("sub", subject).sign(Installation.JWT_KEY);
        return gateway.with(token).get("/tasks?limit=1");
    }
}
