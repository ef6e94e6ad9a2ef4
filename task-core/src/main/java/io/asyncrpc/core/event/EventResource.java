package io.asyncrpc.core.event;

import static io.asyncrpc.core.caller.Roles.ADMIN;
import static io.asyncrpc.core.caller.Roles.OPERATOR;
import static io.asyncrpc.core.caller.Roles.VIEWER;

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

/** Events over HTTP (protocol, "HTTP API"). */
@Path("/api/v1/events")
@Produces(MediaType.APPLICATION_JSON)
public class EventResource {
    private final EventStore events;
    private final Caller caller;

    EventResource(EventStore events, Caller caller) {
        this.events = events;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMIN})
    public Uni<Response> list(@Context UriInfo uri) {
        EventQuery query = EventQuery.of(uri.getQueryParameters());
        return events.list(caller.org(), query).map(found -> page(found, query.limit(), uri));
    }

    private static Response page(List<DeviceEvent> found, int limit, UriInfo uri) {
        boolean more = found.size() > limit;
        List<DeviceEvent> items = more ? found.subList(0, limit) : found;
        String next = more ? items.getLast().id().toString() : null;
        Response.ResponseBuilder answer = Response.ok(EventJson.list(items, next));
        Paging.linkNext(answer, uri, next);
        return answer.build();
    }
}
