package io.asyncrpc.core.seal;

import static io.asyncrpc.core.caller.Roles.ADMIN;

import io.asyncrpc.core.caller.Caller;
import io.asyncrpc.core.task.Paging;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit log over HTTP (protocol, "HTTP API"); nobody writes to it there. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    private final AuditStore entries;
    private final Caller caller;

    AuditResource(AuditStore entries, Caller caller) {
        this.entries = entries;
        this.caller = caller;
    }

    @GET
    @RolesAllowed(ADMIN)
    public Uni<Response> list(@Context UriInfo uri) {
        AuditQuery query = AuditQuery.of(uri.getQueryParameters());
        return entries.list(caller.org(), query).map(found -> page(found, query.limit(), uri));
    }

    private static Response page(List<AuditItem> found, int limit, UriInfo uri) {
        boolean more = found.size() > limit;
        List<AuditItem> items = more ? found.subList(0, limit) : found;
        @Nullable String next = more ? items.getLast().id().toString() : null;
        Response.ResponseBuilder answer = Response.ok(new AuditPage(items, next));
        Paging.linkNext(answer, uri, next);
        return answer.build();
    }
}
