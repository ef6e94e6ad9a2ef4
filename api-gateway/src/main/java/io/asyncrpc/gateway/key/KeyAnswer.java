package io.asyncrpc.gateway.key;

import io.asyncrpc.gateway.security.Caller;
import io.asyncrpc.gateway.security.Role;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;

/** What the core says of a key ({@code docs/contracts/key-answer.v1.json}). */
sealed interface KeyAnswer {
    /** @param expiresAt by itself, or by the key it was made with */
    record Good(Caller caller, Instant expiresAt) implements KeyAnswer {}

    record Bad(KeyRefusal why) implements KeyAnswer {}

    static KeyAnswer read(Buffer json) {
        JsonObject answer = new JsonObject(json);
        return switch (answer.getString("answer")) {
            case "KNOWN" ->
                new Good(
                        new Caller(
                                answer.getString("org"),
                                "key:" + answer.getString("id"),
                                Role.valueOf(answer.getString("role").toUpperCase(Locale.ROOT))),
                        Instant.parse(answer.getString("expiresAt")));
            case "REVOKED" -> new Bad(KeyRefusal.KEY_REVOKED);
            case "EXPIRED" -> new Bad(KeyRefusal.KEY_EXPIRED);
            case "UNKNOWN" -> new Bad(KeyRefusal.KEY_UNKNOWN);
            default -> throw new IllegalArgumentException("the core says something new of a key");
        };
    }
}
