package io.asyncrpc.core.certificate;

import static io.asyncrpc.core.caller.Roles.ADMIN;
import static io.asyncrpc.core.caller.Roles.OPERATOR;
import static io.asyncrpc.core.caller.Roles.VIEWER;

import io.asyncrpc.core.caller.Caller;
import io.asyncrpc.core.certificate.CertificateLifecycle.Made;
import io.asyncrpc.core.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** Certificates of devices over HTTP (protocol, "HTTP API"). */
@Path("/api/v1/devices/{id}/certificates")
public class CertificateResource {
    /** RFC 8555, 9.1. */
    private static final String PEM_CHAIN = "application/pem-certificate-chain";

    private static final String PEM_REQUEST = "application/x-pem-file";

    /** RFC 5967 means DER by it; what is sent by this name here is PEM. */
    private static final String PKCS10 = "application/pkcs10";

    static final Set<String> KNOWN = Set.of("reason");

    private final CertificateLifecycle lifecycle;
    private final Caller caller;

    CertificateResource(CertificateLifecycle lifecycle, Caller caller) {
        this.lifecycle = lifecycle;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(ADMIN)
    @Consumes({MediaType.APPLICATION_JSON, PEM_REQUEST, PKCS10, MediaType.TEXT_PLAIN})
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Response> issue(
            @PathParam("id") String id, @HeaderParam("Content-Type") String contentType, byte[] body) {
        return made(id, contentType, body)
                .map(made -> answer(id, made).entity(made.certificate()).build());
    }

    @POST
    @RolesAllowed(ADMIN)
    @Consumes({MediaType.APPLICATION_JSON, PEM_REQUEST, PKCS10, MediaType.TEXT_PLAIN})
    @Produces(PEM_CHAIN)
    public Uni<Response> issueChain(
            @PathParam("id") String id, @HeaderParam("Content-Type") String contentType, byte[] body) {
        return made(id, contentType, body)
                .map(made -> answer(id, made).entity(made.certificate().chain()).build());
    }

    private Uni<Made> made(String id, String contentType, byte[] body) {
        boolean isJson = MediaType.valueOf(contentType).isCompatible(MediaType.APPLICATION_JSON_TYPE);
        return lifecycle.issue(
                caller.org(), id, isJson ? SigningRequest.read(body) : SigningRequest.readPem(body), caller.actor());
    }

    private static Response.ResponseBuilder answer(String id, Made made) {
        return Response.status(made.isNew() ? 201 : 200)
                .header(
                        "Location",
                        "/api/v1/devices/" + id + "/certificates/"
                                + made.certificate().serial());
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMIN})
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<CertificateList> list(@PathParam("id") String id) {
        return lifecycle.list(caller.org(), id);
    }

    @GET
    @Path("{serial}")
    @RolesAllowed({VIEWER, OPERATOR, ADMIN})
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<IssuedCertificate> get(@PathParam("id") String id, @PathParam("serial") String serial) {
        return lifecycle.find(caller.org(), id, serial);
    }

    @GET
    @Path("{serial}")
    @RolesAllowed({VIEWER, OPERATOR, ADMIN})
    @Produces(PEM_CHAIN)
    public Uni<String> getChain(@PathParam("id") String id, @PathParam("serial") String serial) {
        return lifecycle.find(caller.org(), id, serial).map(IssuedCertificate::chain);
    }

    @DELETE
    @Path("{serial}")
    @RolesAllowed(ADMIN)
    public Uni<Response> revoke(@PathParam("id") String id, @PathParam("serial") String serial, @Context UriInfo uri) {
        return lifecycle
                .revoke(caller.org(), id, serial, reason(uri), caller.actor())
                .map(done -> Response.noContent().build());
    }

    private static Reason reason(UriInfo uri) {
        var query = uri.getQueryParameters();
        if (!KNOWN.containsAll(query.keySet())
                || query.getOrDefault("reason", java.util.List.of()).size() > 1) {
            throw Problem.malformed("the only query parameter is one reason");
        }
        String reason = query.getFirst("reason");
        return reason == null
                ? Reason.UNSPECIFIED
                : Reason.of(reason).orElseThrow(() -> Problem.malformed("reason is one of " + Reason.all()));
    }
}
