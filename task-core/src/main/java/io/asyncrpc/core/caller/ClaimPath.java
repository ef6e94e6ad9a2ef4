package io.asyncrpc.core.caller;

import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;

/** Where a provider puts a claim: under that very name, or inside others, as in {@code realm_access/roles}. */
final class ClaimPath {

    private ClaimPath() {}

    /** Puts what the path leads to under the whole path's name, unless there is a claim of that name. */
    static void flatten(JwtClaims claims, String name) {
        if (claims.hasClaim(name)) {
            return;
        }
        Object found = follow(claims, name);
        if (found != null) {
            claims.setClaim(name, found);
        }
    }

    private static @Nullable Object follow(JwtClaims claims, String path) {
        Object at = claims.getClaimsMap();
        for (String step : path.split("/", -1)) {
            at = at instanceof Map<?, ?> inside ? inside.get(step) : null;
        }
        return at;
    }
}
