package io.asyncrpc.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownTokensTest {
    private static final Verdict GOOD = new Verdict.Known(new Caller("org", Role.VIEWER));

    private final KnownTokens known = new KnownTokens();

    @Test
    void tokenIsKnownUntilItExpires() {
        // When
        known.keep("token", GOOD, 1_000);

        // Then
        assertThat(known.find("token", 999)).isEqualTo(GOOD);
        assertThat(known.find("token", 1_000)).isNull();
        assertThat(known.find("tokem", 0)).isNull();
    }

    @Test
    void memoryIsBounded() {
        // Given
        for (int i = 0; i < KnownTokens.MOST; i++) {
            known.keep("token" + i, GOOD, 1_000);
        }

        // When
        known.keep("one more", GOOD, 1_000);

        // Then
        assertThat(known.find("token0", 0)).isNull();
        assertThat(known.find("one more", 0)).isEqualTo(GOOD);
    }
}
