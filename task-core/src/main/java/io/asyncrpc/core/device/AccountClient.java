package io.asyncrpc.core.device;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The bridge's internal API for broker accounts; all of it may be repeated. */
@Path("/accounts/{deviceId}")
@RegisterRestClient(configKey = "bridge-accounts")
@Consumes(MediaType.APPLICATION_JSON)
interface AccountClient {
    @PUT
    Uni<Response> ensure(@HeaderParam("Authorization") String houseToken, @PathParam("deviceId") String deviceId);

    @POST
    @Path("/password")
    Uni<Response> newPassword(@HeaderParam("Authorization") String houseToken, @PathParam("deviceId") String deviceId);

    @DELETE
    Uni<Response> remove(@HeaderParam("Authorization") String houseToken, @PathParam("deviceId") String deviceId);
}
