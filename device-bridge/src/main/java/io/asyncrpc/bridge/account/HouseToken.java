package io.asyncrpc.bridge.account;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The secret that the services of the house know each other by. Made at start: without one the bridge does not start. */
@Startup
@ApplicationScoped
class HouseToken {
    private static final int MIN_LENGTH = 32;
    private final byte[] expected;

    HouseToken(AccountConfig config) {
        String token = config.houseToken()
                .filter(it -> it.length() >= MIN_LENGTH)
                .orElseThrow(() ->
                        new IllegalStateException("HOUSE_TOKEN must have at least " + MIN_LENGTH + " characters"));
        expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    /** Takes as long for a wrong token as for the right one. */
    boolean opens(@Nullable String authorization) {
        return authorization != null && MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8));
    }
}
