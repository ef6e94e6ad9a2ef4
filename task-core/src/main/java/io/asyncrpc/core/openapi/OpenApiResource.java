package io.asyncrpc.core.openapi;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The document of the API (docs/contracts/openapi.yaml) as JSON, for the gateway. It is read when it is asked for the first
 * time: reading it took a quarter of the service's start.
 */
@Path("/q/openapi")
@Singleton
@PermitAll
public class OpenApiResource {
    private static final String DOCUMENT = "/META-INF/openapi.yaml";

    private volatile @Nullable String json;

    /** Blocks when it is called first, so it stays on a worker thread. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String document() {
        String known = json;
        if (known == null) {
            known = read();
            json = known;
        }
        return known;
    }

    private static String read() {
        try (InputStream yaml = Objects.requireNonNull(OpenApiResource.class.getResourceAsStream(DOCUMENT))) {
            return new YAMLMapper().readTree(yaml).toString();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
