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
import java.util.List;
import java.util.function.Function;

/** What the gateways tell now and then of logins that were refused. */
@Path("/house/logins")
@Consumes(MediaType.APPLICATION_JSON)
public class RefusedLoginResource {
    private static final String EDGE = "edge";
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RefusedLoginStore logins;

    RefusedLoginResource(RefusedLoginStore logins) {
        this.logins = logins;
    }

    /** By the gateway itself, since it told last ({@code docs/contracts/refused-logins.v1.json}). */
    @POST
    @Path("refused")
    @RolesAllowed(Roles.GATEWAY)
    public Uni<Response> refused(byte[] body) {
        return logins.add(readRefused(body)).map(done -> Response.noContent().build());
    }

    /** By an edge, since that began to count ({@code docs/contracts/counted-logins.v1.json}). */
    @POST
    @Path("counted")
    @RolesAllowed(Roles.GATEWAY)
    public Uni<Response> counted(byte[] body) {
        return logins.add(readCounted(body)).map(done -> Response.noContent().build());
    }

    static List<RefusedLogins> readRefused(byte[] body) {
        return read(body, RefusedLoginJson::refused);
    }

    static CountedLogins readCounted(byte[] body) {
        return read(body, told -> RefusedLoginJson.counted(EDGE, told));
    }

    private static <T> T read(byte[] body, Function<JsonNode, T> meaning) {
        try {
            JsonNode told = JSON.readTree(body);
            if (told.path("v").asInt(-1) != VERSION) {
                throw Problem.malformed("these are no refused logins");
            }
            return meaning.apply(told);
        } catch (IOException e) {
            throw Problem.malformed("the body is not JSON");
        } catch (IllegalArgumentException e) {
            throw Problem.malformed(String.valueOf(e.getMessage()));
        }
    }
}
