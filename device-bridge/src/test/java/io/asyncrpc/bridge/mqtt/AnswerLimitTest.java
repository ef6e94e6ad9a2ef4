package io.asyncrpc.bridge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AnswerLimitTest {
    private static final Instant NOW = Instant.ofEpochSecond(1000);

    @Test
    void eachDeviceHasItsOwnShareOfASecond() {
        // Given
        AnswerLimit limit = new AnswerLimit(2);
        limit.allows("babbler", NOW);
        limit.allows("babbler", NOW);

        // When
        boolean third = limit.allows("babbler", NOW.plusMillis(900));

        // Then
        assertThat(third).isFalse();
        assertThat(limit.allows("other", NOW)).isTrue();
        assertThat(limit.allows("babbler", NOW.plusSeconds(1))).isTrue();
    }
}
