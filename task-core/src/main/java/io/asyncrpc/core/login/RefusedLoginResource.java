package io.asyncrpc.core.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.core.caller.Roles;
import io.asyncrpc.core.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What the gateway tells now and then of those it refused ({@code docs/contracts/refused-logins.v1.json}). */
@Path("/house/logins/refused")
@Consumes(MediaType.APPLICATION_JSON)
public class RefusedLoginResource {
    private static final int VERSION = 1;
    private static final int MOST = 100;
    private static final Pattern REASON = Pattern.compile("[a-z_]{1,64}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RefusedLoginStore logins;

    RefusedLoginResource(RefusedLoginStore logins) {
        this.logins = logins;
    }

    @POST
    @RolesAllowed(Roles.GATEWAY)
    public Uni<Response> told(byte[] body) {
        return logins.add(read(body)).map(done -> Response.noContent().build());
    }

    static List<RefusedLogins> read(byte[] body) {
        try {
            JsonNode told = JSON.readTree(body);
            JsonNode items = told.path("items");
            if (told.path("v").asInt(-1) != VERSION || !items.isArray() || items.size() > MOST) {
                throw Problem.malformed("these are no refused logins");
            }
            List<RefusedLogins> all = new ArrayList<>();
            items.forEach(item -> all.add(item(item)));
            return all;
        } catch (IOException e) {
            throw Problem.malformed("the body is not JSON");
        }
    }

    private static RefusedLogins item(JsonNode item) {
        String reason = item.path("reason").asText();
        long count = item.path("count").asLong();
        if (!REASON.matcher(reason).matches() || count < 1) {
            throw Problem.malformed("there is no reason, or no number");
        }
        return new RefusedLogins(reason, count);
    }
}
