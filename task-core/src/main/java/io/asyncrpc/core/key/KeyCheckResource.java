package io.asyncrpc.core.key;

import io.asyncrpc.core.caller.Roles;
import io.asyncrpc.core.problem.BodyReader;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells the gateway, and nobody else, whose key it was shown. It asks with the hash: the key itself stays at the door. */
@Path("/house/keys/check")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class KeyCheckResource {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final ApiKeyCheckStore keys;

    KeyCheckResource(ApiKeyCheckStore keys) {
        this.keys = keys;
    }

    @POST
    @RolesAllowed(Roles.GATEWAY)
    public Uni<KeyAnswer> check(byte[] body) {
        return keys.check(hash(body));
    }

    /** Reads {@code docs/contracts/key-check.v1.json}; other fields are left alone. */
    static String hash(byte[] bytes) {
        BodyReader body = new BodyReader(bytes);
        @Nullable String[] hash = new @Nullable String[1];
        body.object((name, value) -> {
            if (name.equals("hash")) {
                hash[0] = body.text(name, HASH);
            }
        });
        if (hash[0] == null) {
            body.missing("hash");
        }
        body.complete();
        return body.required(hash[0]);
    }
}
