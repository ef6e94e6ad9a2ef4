package io.asyncrpc.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownTokensTest {
    private static final Verdict GOOD = new Verdict.Known(new Caller("org", "test", Role.VIEWER));

    private static final KeySet KEYS = new KeySet(Map.of());

    private final KnownTokens known = new KnownTokens();

    @Test
    void tokenIsKnownUntilItExpires() {
        // When
        known.keep("token", GOOD, 1_000, KEYS);

        // Then
        assertThat(known.find("token", 999, KEYS)).isEqualTo(GOOD);
        assertThat(known.find("token", 1_000, KEYS)).isNull();
        assertThat(known.find("tokem", 0, KEYS)).isNull();
    }

    @Test
    void tokenIsForgottenWhenTheKeysChange() {
        // When
        known.keep("token", GOOD, 1_000, KEYS);

        // Then
        assertThat(known.find("token", 0, new KeySet(Map.of()))).isNull();
        assertThat(known.find("token", 0, KEYS)).isEqualTo(GOOD);
    }

    @Test
    void memoryIsBounded() {
        // Given
        for (int i = 0; i < KnownTokens.MOST; i++) {
            known.keep("token" + i, GOOD, 1_000, KEYS);
        }

        // When
        known.keep("one more", GOOD, 1_000, KEYS);

        // Then
        assertThat(known.find("token0", 0, KEYS)).isNull();
        assertThat(known.find("one more", 0, KEYS)).isEqualTo(GOOD);
    }
}
