package io.asyncrpc.core.certificate;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The bridge's internal API for certificates: it alone has the key. Whatever it answers is for the caller to judge. */
@Path("/")
@RegisterRestClient(configKey = "bridge-accounts")
@Consumes(MediaType.APPLICATION_JSON)
interface SignerClient {
    @POST
    @Path("/certificates/{deviceId}")
    Uni<Response> sign(
            @HeaderParam("Authorization") String houseToken, @PathParam("deviceId") String deviceId, String wish);

    /** Which list the broker has. */
    @GET
    @Path("/revocations")
    Uni<Response> edition(@HeaderParam("Authorization") String houseToken);

    /** All that was taken back; answers the list in DER. */
    @PUT
    @Path("/revocations")
    Uni<Response> replace(@HeaderParam("Authorization") String houseToken, String all);
}
