package io.asyncrpc.core.certificate;

import io.asyncrpc.core.bridge.BridgeClient;
import io.asyncrpc.core.bridge.BridgeClient.Answer;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.Problem.FieldError;
import io.asyncrpc.core.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jboss.logging.Logger;

/** Has the bridge sign. What it signed is in no other place than its answer, so what is not stored was never handed out. */
@ApplicationScoped
class SigningRelay {
    private static final Logger LOG = Logger.getLogger(SigningRelay.class);

    private final BridgeClient bridge;

    /**
     * What the bridge made of a request.
     *
     * @param notAfter not later than was wanted, and not after the issuing CA ends
     * @param key SHA-256, by which the key is known again
     */
    record Signed(String serial, Instant notAfter, byte[] key, String chain) {}

    SigningRelay(BridgeClient bridge) {
        this.bridge = bridge;
    }

    /** @throws Problem malformed or invalid with the reason, if the request is not granted; unavailable, if nobody signs */
    Uni<Signed> sign(String deviceId, SigningRequest request, Instant begin, Instant end) {
        String wish = new JsonObject()
                .put("csr", request.pem())
                .put("notBefore", begin.toString())
                .put("notAfter", end.toString())
                .encode();
        return bridge.ask(HttpMethod.POST, "/certificates/" + deviceId, wish)
                .map(SigningRelay::read)
                .onFailure(failure -> !(failure instanceof Problem))
                .transform(failure -> away(deviceId, failure));
    }

    private static Signed read(Answer answer) {
        JsonObject said = answer.body().toJsonObject();
        return switch (answer.status()) {
            case 201 ->
                new Signed(
                        said.getString("serial"),
                        said.getInstant("notAfter"),
                        HexFormat.of().parseHex(said.getString("key")),
                        said.getString("chain"));
            case 400 -> throw Problem.malformed(said.getString("detail"));
            case 422 ->
                throw new Problem(
                        ProblemType.INVALID,
                        said.getString("detail"),
                        List.of(new FieldError("/csr", said.getString("detail"))));
            default -> throw new Problem(ProblemType.UNAVAILABLE, said.getString("detail"));
        };
    }

    private static Throwable away(String deviceId, Throwable failure) {
        LOG.warnf("no certificate could be signed deviceId=%s reason=%s", deviceId, failure.getMessage());
        return new Problem(ProblemType.UNAVAILABLE, "nobody can sign at the moment");
    }
}
