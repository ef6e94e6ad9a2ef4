package io.asyncrpc.core.device;

import static io.asyncrpc.core.caller.Roles.ADMIN;
import static io.asyncrpc.core.caller.Roles.OPERATOR;
import static io.asyncrpc.core.caller.Roles.VIEWER;

import io.asyncrpc.core.caller.Caller;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import io.asyncrpc.core.task.Paging;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Devices over HTTP (protocol, "HTTP API"). */
@Path("/api/v1/devices")
@Produces(MediaType.APPLICATION_JSON)
public class DeviceResource {
    private final DeviceLifecycle lifecycle;
    private final Caller caller;

    DeviceResource(DeviceLifecycle lifecycle, Caller caller) {
        this.lifecycle = lifecycle;
        this.caller = caller;
    }

    @PUT
    @Path("{id}")
    @RolesAllowed(ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> register(@PathParam("id") String id, byte[] body) {
        return lifecycle
                .register(caller.org(), DeviceIds.registrable(id), Registration.read(body), caller.actor())
                .map(made -> Response.status(made.created() ? 201 : 200)
                        .entity(made.view())
                        .build());
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMIN})
    public Uni<DeviceView> get(@PathParam("id") String id) {
        return lifecycle.find(caller.org(), DeviceIds.existing(id));
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMIN})
    public Uni<Response> list(@Context UriInfo uri) {
        DeviceQuery query = DeviceQuery.of(uri.getQueryParameters());
        return lifecycle.list(caller.org(), query).map(page -> {
            Response.ResponseBuilder answer = Response.ok(page);
            Paging.linkNext(answer, uri, page.next());
            return answer.build();
        });
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMIN)
    public Uni<Response> delete(@PathParam("id") String id) {
        return lifecycle
                .remove(caller.org(), DeviceIds.existing(id), caller.actor())
                .map(done -> Response.noContent().build());
    }

    @POST
    @Path("{id}/credentials")
    @RolesAllowed(ADMIN)
    public Uni<Response> newCredentials(@PathParam("id") String id) {
        return lifecycle
                .newCredentials(caller.org(), DeviceIds.existing(id), caller.actor())
                .map(json -> Response.status(201)
                        .header("Cache-Control", "no-store")
                        .entity(json)
                        .build());
    }

    static Problem noDevice() {
        return new Problem(ProblemType.DEVICE_NOT_FOUND, "the organisation has no device of this id");
    }
}
