package io.asyncrpc.core.certificate;

import io.asyncrpc.core.certificate.RevocationStore.Published;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The list of revoked certificates, for everybody: it is signed, and names nobody. */
@Path("/pki/crl")
public class RevocationListResource {
    /** As RFC 2585 has it. */
    private static final String DER = "application/pkix-crl";

    private static final String PEM = "application/x-pem-file";
    private static final int MAX_AGE_SECONDS = 60;
    private static final int LINE = 64;

    private final RevocationStore store;
    private volatile @Nullable Published kept;

    RevocationListResource(RevocationStore store) {
        this.store = store;
    }

    @GET
    @PermitAll
    @Produces(DER)
    public Uni<Response> der() {
        return published().map(it -> answer(DER, it.list()));
    }

    @GET
    @PermitAll
    @Produces(PEM)
    public Uni<Response> pem() {
        return published().map(it -> answer(PEM, pem(it.list()).getBytes(StandardCharsets.US_ASCII)));
    }

    /** Without the charset that the framework would add to the type. */
    private static Response answer(String type, byte[] list) {
        return Response.ok(list)
                .header("Content-Type", type)
                .header("Cache-Control", "public, max-age=" + MAX_AGE_SECONDS)
                .build();
    }

    static String pem(byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN X509 CRL-----\n" + base64 + "\n-----END X509 CRL-----\n";
    }

    /** The database is asked for a number each time, and for the list when it has another. */
    private Uni<Published> published() {
        return store.publishedNumber()
                .chain(number -> {
                    Published last = kept;
                    return last != null && last.number() == number
                            ? Uni.createFrom().item(Optional.of(last))
                            : store.published();
                })
                .map(found -> found.orElseThrow(
                        () -> new Problem(ProblemType.NOT_FOUND, "there is no list of revoked certificates yet")))
                .invoke(found -> kept = found);
    }
}
