package io.asyncrpc.bridge.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.asyncrpc.bridge.account.AccountConfig;
import io.asyncrpc.bridge.account.Problem;
import io.asyncrpc.bridge.certificate.IssuingAuthority.Issued;
import io.asyncrpc.bridge.certificate.SigningRequest.Refused;
import io.asyncrpc.bridge.certificate.SigningRequest.Unreadable;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import org.jboss.logging.Logger;

/** The internal API by which the core has a device's request signed. What was signed is kept by the core alone. */
@Singleton
@Path("/certificates/{deviceId}")
public class CertificateResource {
    private static final Logger LOG = Logger.getLogger(CertificateResource.class);

    private final Issuing issuing;
    private final Set<String> reservedNames;
    private final InstantSource clock;

    CertificateResource(Issuing issuing, AccountConfig accounts, InstantSource clock) {
        this.issuing = issuing;
        this.reservedNames = Set.copyOf(accounts.reservedNames());
        this.clock = clock;
    }

    /** {@code {"csr", "notBefore", "notAfter"}}; the end that it got is in the answer. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response sign(@PathParam("deviceId") String deviceId, JsonNode wish) {
        return issuing.ready()
                .map(ready -> sign(ready.authority(), deviceId, wish))
                .orElseGet(() -> Problem.UNAVAILABLE.response("this installation has no issuing CA for the API"));
    }

    private Response sign(IssuingAuthority authority, String deviceId, JsonNode wish) {
        if (!clock.instant().isBefore(authority.end())) {
            LOG.warnf("The issuing CA has ended notAfter=%s", authority.end());
            return Problem.UNAVAILABLE.response("the issuing CA has ended (" + authority.end() + ")");
        }
        if (reservedNames.contains(deviceId.toLowerCase(Locale.ROOT))) {
            return Problem.INVALID.response("the name belongs to the house");
        }
        try {
            Instant begin = Instant.parse(wish.path("notBefore").asText());
            Instant end = Instant.parse(wish.path("notAfter").asText());
            var request = SigningRequest.read(wish.path("csr").asText(), deviceId);
            return created(authority.sign(request, deviceId, begin, end));
        } catch (DateTimeException noTime) {
            return Problem.MALFORMED.response("notBefore and notAfter are times");
        } catch (Unreadable unreadable) {
            return Problem.MALFORMED.response(String.valueOf(unreadable.getMessage()));
        } catch (Refused refused) {
            return Problem.INVALID.response(String.valueOf(refused.getMessage()));
        }
    }

    private static Response created(Issued issued) {
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(JsonNodeFactory.instance
                        .objectNode()
                        .put("serial", issued.serial())
                        .put("notAfter", issued.end().toString())
                        .put("key", issued.key())
                        .put("chain", issued.chain())
                        .toString())
                .build();
    }
}
