package io.asyncrpc.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.limit.BodyConfig;
import io.asyncrpc.gateway.security.Algorithm;
import io.asyncrpc.gateway.security.Role;
import io.asyncrpc.gateway.security.TokenConfig;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pins what holds if nothing is configured. */
@QuarkusTest
@WithTestResource(TestHouse.class)
@SuppressWarnings("NullAway.Init") // the fields are set by the test framework
class RouteConfigTest {
    @Inject
    RouteConfig routes;

    @Inject
    TokenConfig token;

    @Inject
    BodyConfig body;

    @Test
    void theDoorLeadsNowhereElse() {
        assertThat(routes.routes()).containsOnlyKeys("tasks", "devices", "events", "keys", "audit");
        assertThat(routes.services()).containsOnlyKeys("core");
        assertThat(routes.open())
                .hasSize(1)
                .hasEntrySatisfying("crl", row -> assertThat(row.path()).isEqualTo("/pki/crl"));
        assertThat(routes.routes())
                .hasEntrySatisfying("tasks", row -> needs(row, Role.VIEWER, Role.OPERATOR))
                .hasEntrySatisfying("devices", row -> needs(row, Role.VIEWER, Role.ADMIN))
                .hasEntrySatisfying("events", row -> needs(row, Role.VIEWER, Role.ADMIN));
    }

    @Test
    void theDoorHasItsLimits() {
        assertThat(token.clockSkew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(token.jwks()).isEmpty();
        assertThat(token.algorithms()).containsExactly(Algorithm.RS256);
        assertThat(token.organisationClaim()).isEqualTo("org");
        assertThat(token.rolesClaim()).isEqualTo("groups");
        assertThat(token.keys().refresh()).isEqualTo(Duration.ofMinutes(5));
        assertThat(token.keys().pause()).isEqualTo(Duration.ofSeconds(10));
        assertThat(token.keys().patience()).isEqualTo(Duration.ofSeconds(3));
        assertThat(token.keys().keep()).isEqualTo(Duration.ofHours(24));
        assertThat(body.maxSize().asLongValue()).isEqualTo(512 * 1_024);
        assertThat(routes.upstream().connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(routes.upstream().queueing()).isEqualTo(Duration.ofSeconds(5));
        assertThat(routes.upstream().keepAlive()).isEqualTo(Duration.ofSeconds(30));
        assertThat(routes.upstream().connections()).isEqualTo(128);
        assertThat(routes.upstream().waiting()).isEqualTo(2_000);
    }

    private static void needs(RouteConfig.Entry row, Role read, Role write) {
        assertThat(row.read()).isEqualTo(read);
        assertThat(row.write()).isEqualTo(write);
    }
}
