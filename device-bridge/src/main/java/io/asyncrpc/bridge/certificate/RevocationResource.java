package io.asyncrpc.bridge.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.asyncrpc.bridge.account.ManagementClient;
import io.asyncrpc.bridge.account.Problem;
import io.asyncrpc.bridge.certificate.Issuing.Ready;
import io.asyncrpc.bridge.certificate.IssuingAuthority.Revoked;
import io.asyncrpc.bridge.certificate.RevocationListFile.Edition;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.cert.X509CRLHolder;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * The internal API by which the core takes certificates back. It says each time what was taken back altogether, so nothing has to
 * be remembered here, and a list that was lost is there again the next time.
 */
@Singleton
@Path("/revocations")
public class RevocationResource {
    private static final Logger LOG = Logger.getLogger(RevocationResource.class);
    /** The core waits 8 s for all of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** Clocks are not that exact; a list from the future is none. */
    private static final Duration EARLIER = Duration.ofMinutes(1);

    private final Issuing issuing;
    private final ManagementClient broker;
    private final InstantSource clock;
    private final Farewell farewell = new Farewell(this::disconnect, PATIENCE);
    private final ReentrantLock oneAtATime = new ReentrantLock();

    RevocationResource(Issuing issuing, @RestClient ManagementClient broker, InstantSource clock) {
        this.issuing = issuing;
        this.broker = broker;
        this.clock = clock;
    }

    /** Which list the broker has now: {@code {"number", "end"}}. */
    @GET
    public Response edition() throws IOException {
        Optional<Ready> ready = issuing.ready();
        if (ready.isEmpty()) {
            return noAuthority();
        }
        Edition edition = ready.get().list().edition().orElseGet(() -> new Edition(BigInteger.ZERO, Instant.EPOCH));
        return Response.ok(JsonNodeFactory.instance
                        .objectNode()
                        .put("number", edition.number())
                        .put("end", edition.end().toString())
                        .toString())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    /**
     * {@code {"number", "revoked": [{"serial", "at", "reason"}], "disconnect": [deviceId]}}; the answer is the list in DER. First the
     * door, then the room: who is thrown out cannot come in again.
     */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public Response replace(JsonNode all) throws IOException {
        Optional<Ready> ready = issuing.ready();
        if (ready.isEmpty()) {
            return noAuthority();
        }
        oneAtATime.lock();
        try {
            long number = all.path("number").asLong();
            if (!isNewer(number, ready.get().list())) {
                return Problem.OUTDATED.response("the list that is there is as new");
            }
            X509CRLHolder list = list(ready.get(), number, revoked(all));
            ready.get().list().replace(list);
            farewell.to(disconnect(all));
            return Response.ok(list.getEncoded()).type("application/pkix-crl").build();
        } finally {
            oneAtATime.unlock();
        }
    }

    private static boolean isNewer(long number, RevocationListFile list) throws IOException {
        return list.edition()
                .map(there -> BigInteger.valueOf(number).compareTo(there.number()) > 0)
                .orElse(true);
    }

    private X509CRLHolder list(Ready ready, long number, List<Revoked> revoked) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return ready.authority().revocationList(number, now.minus(EARLIER), now.plus(ready.listLife()), revoked);
    }

    private static List<Revoked> revoked(JsonNode all) {
        return all.path("revoked")
                .valueStream()
                .map(one -> new Revoked(
                        one.path("serial").asText(),
                        Instant.parse(one.path("at").asText()),
                        one.path("reason").asInt()))
                .toList();
    }

    private static List<String> disconnect(JsonNode all) {
        return all.path("disconnect").valueStream().map(JsonNode::asText).toList();
    }

    private void disconnect(String deviceId) {
        broker.closeConnectionsOf(deviceId);
        LOG.infof("Connections closed after a certificate was revoked deviceId=%s", deviceId);
    }

    private static Response noAuthority() {
        return Problem.UNAVAILABLE.response("this installation has no issuing CA for the API");
    }
}
