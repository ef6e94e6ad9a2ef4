package io.asyncrpc.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aBurstPassesAndThenSoManyASecond() {
        // Given
        RateLimit limit = limit(10, 30, 100);

        // Then
        assertThat(passing(limit, "acme", 100)).isEqualTo(30);
        pass(Duration.ofMillis(500));
        assertThat(passing(limit, "acme", 100)).isEqualTo(5);
        pass(Duration.ofHours(1));
        assertThat(passing(limit, "acme", 100)).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0"})
    void aLimitThatNobodyCouldPassIsRefusedAtTheStart(int perSecond, int burst, int organisations) {
        assertThatThrownBy(() -> limit(perSecond, burst, organisations)).hasMessageContaining("gateway.rate");
    }

    @Test
    void whoeverIsRefusedLearnsWhenToComeAgain() {
        // Given
        RateLimit limit = limit(10, 1, 100);
        limit.take("acme");

        // Then
        assertThat(limit.take("acme").retry()).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        assertThat(limit.take("acme").retry()).isZero();
    }

    @Test
    void everybodyLearnsWhatIsLeft() {
        // Given
        RateLimit limit = limit(10, 30, 100);
        Rate first = limit.take("acme");
        passing(limit, "acme", 24);

        // When
        Rate later = limit.take("acme");
        passing(limit, "acme", 100);
        Rate none = limit.take("acme");
        pass(Duration.ofSeconds(2));

        // Then
        assertThat(first).isEqualTo(new Rate(29, 1, 0));
        assertThat(later).isEqualTo(new Rate(4, 3, 0));
        assertThat(none).isEqualTo(new Rate(0, 3, 1));
        assertThat(limit.take("acme")).isEqualTo(new Rate(19, 2, 0));
        assertThat(first.item("organisation")).isEqualTo("\"organisation\";r=29;t=1");
        assertThat(limit.policy("organisation")).isEqualTo("\"organisation\";q=30;w=3");
    }

    @Test
    void whoeverLooksTakesNothing() {
        // Given
        RateLimit limit = limit(10, 2, 100);
        limit.take("acme");

        // When
        Rate looked = limit.look("acme");

        // Then
        assertThat(looked).isEqualTo(new Rate(1, 1, 0));
        assertThat(limit.take("acme").retry()).isZero();
        assertThat(limit.look("acme").retry()).isPositive();
    }

    @Test
    void nobodysHasteIsAnothersWait() {
        // Given
        RateLimit limit = limit(10, 30, 100);
        passing(limit, "hasty", 100);

        // Then
        assertThat(passing(limit, "acme", 30)).isEqualTo(30);
    }

    @Test
    void soManyOrganisationsAreRememberedAndNoMore() {
        // Given
        RateLimit limit = limit(1, 2, 3);
        passing(limit, "busy", 2);

        // When
        IntStream.range(0, 1_000).forEach(i -> {
            limit.take("org" + i);
            limit.take("busy");
        });

        // Then
        assertThat(limit.take("busy").retry()).as("still remembered").isPositive();
        assertThat(limit.take("org1").retry()).as("forgotten, and full again").isZero();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static long passing(RateLimit limit, String organisation, int requests) {
        return IntStream.range(0, requests)
                .filter(i -> limit.take(organisation).retry() == 0)
                .count();
    }

    private RateLimit limit(int perSecond, int burst, int organisations) {
        return new RateLimit(perSecond, burst, organisations, nanos::get);
    }
}
