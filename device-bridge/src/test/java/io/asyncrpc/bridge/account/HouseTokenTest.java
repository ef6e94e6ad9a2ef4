package io.asyncrpc.bridge.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HouseTokenTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @Test
    void theTokenOpens() {
        // Given
        HouseToken token = new HouseToken(new Config(TOKEN));

        // When / Then
        assertThat(token.opens("Bearer " + TOKEN)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Bearer ", TOKEN, "bearer " + TOKEN, "Bearer " + TOKEN + "0", "Bearer x"})
    void nothingElseDoes(@Nullable String authorization) {
        // Given
        HouseToken token = new HouseToken(new Config(TOKEN));

        // When / Then
        assertThat(token.opens(authorization)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"0123456789abcdef0123456789abcde"})
    void bridgeDoesNotStartWithoutAProperToken(@Nullable String token) {
        // When / Then
        assertThatThrownBy(() -> new HouseToken(new Config(token))).hasMessageContaining("HOUSE_TOKEN");
    }

    private record Config(@Nullable String token) implements AccountConfig {
        @Override
        public Optional<String> houseToken() {
            return Optional.ofNullable(token);
        }

        @Override
        public Set<String> reservedNames() {
            return Set.of();
        }

        @Override
        public int maxConnections() {
            return 64;
        }

        @Override
        public Duration listInterval() {
            return Duration.ofMinutes(5);
        }

        @Override
        public int listPage() {
            return 500;
        }
    }
}
