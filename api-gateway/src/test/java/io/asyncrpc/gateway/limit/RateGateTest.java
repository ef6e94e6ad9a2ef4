package io.asyncrpc.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.security.Caller;
import io.asyncrpc.gateway.security.Role;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateGateTest {
    private static final String POLICY = "\"organisation\";q=6;w=3, \"caller\";q=3;w=2";

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final RateGate gate =
            new RateGate(new Limits(2, 6, 10, new Limits.OfOne(2, 3, 10), new Limits.OfAll(1, 2)), metrics, () -> 0);

    @Test
    void theAnswerTellsTheLimitsAndWhatIsLeftOfThem() {
        // When
        Standing standing = gate.take(caller("acme", "ann"));

        // Then
        assertThat(standing.refusal()).isEmpty();
        assertThat(standing.headers())
                .containsEntry("RateLimit-Policy", POLICY)
                .containsEntry("RateLimit", "\"organisation\";r=5;t=1, \"caller\";r=2;t=1");
        assertThat(refused("rate")).isZero();
    }

    @Test
    void oneCallerLeavesTheRestToTheOthers() {
        // Given
        IntStream.range(0, 100).forEach(i -> gate.take(caller("acme", "ann")));

        // When
        Problem problem = gate.take(caller("acme", "ann")).refusal().orElseThrow();

        // Then
        assertThat(problem.type().status()).isEqualTo(429);
        assertThat(problem.detail()).startsWith("You ask");
        assertThat(problem.headers())
                .containsEntry("Retry-After", "1")
                .containsEntry("RateLimit-Policy", POLICY)
                .containsEntry("RateLimit", "\"organisation\";r=3;t=2, \"caller\";r=0;t=2");
        assertThat(refused("caller_rate")).isEqualTo(98);
        assertThat(gate.take(caller("acme", "bob")).refusal()).isEmpty();
        assertThat(gate.take(caller("other", "ann")).refusal()).isEmpty();
    }

    @Test
    void strangersShareOneLimitThatIsNobodyElses() {
        // Given
        gate.takeOpen();
        gate.takeOpen();

        // When
        Problem problem = gate.takeOpen().orElseThrow();

        // Then
        assertThat(problem.type().status()).isEqualTo(429);
        assertThat(problem.headers()).containsEntry("Retry-After", "1");
        assertThat(refused("open_rate")).isEqualTo(1);
        assertThat(gate.take(caller("acme", "ann")).refusal()).isEmpty();
    }

    @Test
    void manyCallersHaveNoMoreThanTheirOrganisation() {
        // Given
        IntStream.range(0, 6).forEach(i -> gate.take(caller("acme", "caller" + i)));

        // When
        Problem problem = gate.take(caller("acme", "late")).refusal().orElseThrow();

        // Then
        assertThat(problem.detail()).startsWith("Your organisation asks");
        assertThat(problem.headers()).containsEntry("RateLimit", "\"organisation\";r=0;t=3, \"caller\";r=2;t=1");
        assertThat(refused("rate")).isOne();
        assertThat(gate.take(caller("other", "late")).refusal()).isEmpty();
    }

    private static Caller caller(String organisation, String subject) {
        return new Caller(organisation, subject, Role.VIEWER);
    }

    private double refused(String limit) {
        return metrics.counter("gateway.refused", "limit", limit).count();
    }
}
