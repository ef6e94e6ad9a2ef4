package io.asyncrpc.core.key;

import static io.asyncrpc.core.caller.Roles.ADMIN;

import io.asyncrpc.core.caller.Actor;
import io.asyncrpc.core.caller.Caller;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import io.asyncrpc.core.task.Paging;
import io.asyncrpc.core.task.TaskId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys over HTTP (protocol, "HTTP API"). */
@Path(ApiKeyResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(ADMIN)
public class ApiKeyResource {
    static final String PATH = "/api/v1/keys";
    static final Set<String> KNOWN = Set.of("limit", "cursor");

    private final ApiKeyStore keys;
    private final Caller caller;
    private final InstantSource clock;

    ApiKeyResource(ApiKeyStore keys, Caller caller, InstantSource clock) {
        this.keys = keys;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> make(byte[] body) {
        String org = caller.org();
        Actor actor = caller.actor();
        ApiKeyWish wish = ApiKeyWish.read(body);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return limit(actor).chain(limit -> make(org, actor, wish, now, limit));
    }

    /** A key lives no longer than the one it was made with, and there is no third generation: so revoking one ends all that came of it. */
    private Uni<Instant> limit(Actor actor) {
        return actor.key().isEmpty()
                ? Uni.createFrom().item(Instant.MAX)
                : keys.maker(actor.key().get()).map(found -> {
                    if (found.isEmpty() || found.get().wasMadeWithOne()) {
                        throw new Problem(ProblemType.FORBIDDEN, "a key that was made with a key makes no others");
                    }
                    return found.get().expiresAt();
                });
    }

    private Uni<Response> make(String org, Actor actor, ApiKeyWish wish, Instant now, Instant limit) {
        ApiKeySecret secret = ApiKeySecret.fresh();
        Instant wished = now.plus(wish.ttl());
        Instant end = wished.isBefore(limit) ? wished : limit;
        ApiKey key = new ApiKey(TaskId.next(now), wish.role(), wish.description(), now, actor.name(), end, null, null);
        return keys.make(org, key, secret.hash(), actor)
                .map(made -> Response.created(URI.create(PATH + "/"
                                + made.orElseThrow(ApiKeyResource::tooMany).id()))
                        .header("Cache-Control", "no-store")
                        .entity(new MadeApiKey(key, secret.text()))
                        .build());
    }

    @GET
    @Path("{id}")
    public Uni<ApiKey> get(@PathParam("id") String id) {
        return keys.find(caller.org(), uuid(id)).map(found -> found.orElseThrow(ApiKeyResource::noKey));
    }

    @GET
    public Uni<Response> list(@Context UriInfo uri) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        if (!KNOWN.containsAll(query.keySet()) || query.values().stream().anyMatch(values -> values.size() > 1)) {
            throw Problem.malformed("the query parameter is not known, or given twice");
        }
        int limit = Paging.limit(query.getFirst("limit"));
        UUID before = Paging.cursor(query.getFirst("cursor"));
        return keys.list(caller.org(), before, limit + 1).map(found -> page(found, limit, uri));
    }

    private static Response page(List<ApiKey> found, int limit, UriInfo uri) {
        boolean more = found.size() > limit;
        List<ApiKey> items = more ? found.subList(0, limit) : found;
        @Nullable String next = more ? items.getLast().id().toString() : null;
        Response.ResponseBuilder answer = Response.ok(new ApiKeyPage(items, next));
        Paging.linkNext(answer, uri, next);
        return answer.build();
    }

    @DELETE
    @Path("{id}")
    public Uni<Response> revoke(@PathParam("id") String id) {
        return keys.revoke(caller.org(), uuid(id), caller.actor(), clock.instant())
                .map(exists -> {
                    if (!exists) {
                        throw noKey();
                    }
                    return Response.noContent().build();
                });
    }

    /** Whatever is no id is the id of no key. */
    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw noKey();
        }
    }

    private static Problem noKey() {
        return new Problem(ProblemType.NOT_FOUND, "the organisation has no key of this id");
    }

    private static Problem tooMany() {
        return new Problem(ProblemType.QUOTA_EXCEEDED, "the organisation has as many keys as it may have");
    }
}
