package io.asyncrpc.core.key;

import io.asyncrpc.core.task.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** What is shown once. 256 random bits cannot be tried out, so one round of SHA-256 hides them as well as a slow hash would. */
record ApiKeySecret(String text) {
    private static final String PREFIX = "ark_";
    private static final int BYTES = 32;

    static ApiKeySecret fresh() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new ApiKeySecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    byte[] hash() {
        return Sha256.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "a secret";
    }
}
