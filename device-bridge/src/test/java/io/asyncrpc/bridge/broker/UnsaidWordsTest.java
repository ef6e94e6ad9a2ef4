package io.asyncrpc.bridge.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnsaidWordsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1000);

    @Test
    void ageIsThatOfTheOldestWordStillInHand() {
        // Given
        UnsaidWords words = new UnsaidWords();
        words.taken(NOW.minusSeconds(9));
        words.taken(NOW.minusSeconds(5));

        // When
        words.said(1);

        // Then
        assertThat(words.age(NOW)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void nothingInHandHasNoAge() {
        // Given
        UnsaidWords words = new UnsaidWords();
        words.taken(NOW);

        // When
        words.said(2);

        // Then
        assertThat(words.age(NOW.plusSeconds(60))).isZero();
    }
}
