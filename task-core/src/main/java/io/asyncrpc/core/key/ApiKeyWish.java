package io.asyncrpc.core.key;

import com.fasterxml.jackson.core.JsonToken;
import io.asyncrpc.core.problem.BodyReader;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of the key it wants.
 *
 * @param ttl 1 s to 366 days, else 90 days
 * @param description at most 1024 characters
 */
record ApiKeyWish(String role, @Nullable String description, Duration ttl) {
    private static final int DEFAULT_TTL = 90 * 86_400;
    private static final int MOST_TTL = 366 * 86_400;
    private static final int LONGEST_DESCRIPTION = 1_024;
    private static final Pattern ROLE = Pattern.compile("viewer|operator|admin");

    static ApiKeyWish read(byte[] bytes) {
        BodyReader body = new BodyReader(bytes);
        @Nullable String[] said = new @Nullable String[2];
        int[] ttl = {DEFAULT_TTL};
        body.object((name, value) -> {
            switch (name) {
                case "role" -> said[0] = body.text(name, ROLE);
                case "description" ->
                    said[1] = value == JsonToken.VALUE_NULL ? null : body.text(name, LONGEST_DESCRIPTION);
                case "ttl" -> ttl[0] = body.integer(name, 1, MOST_TTL, DEFAULT_TTL);
                default -> body.unknown(name);
            }
        });
        if (said[0] == null) {
            body.missing("role");
        }
        body.complete();
        return new ApiKeyWish(body.required(said[0]), said[1], Duration.ofSeconds(ttl[0]));
    }
}
