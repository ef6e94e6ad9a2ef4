package io.asyncrpc.core.task;

import static io.asyncrpc.core.caller.Roles.ADMIN;
import static io.asyncrpc.core.caller.Roles.OPERATOR;
import static io.asyncrpc.core.caller.Roles.VIEWER;

import io.asyncrpc.core.caller.Actor;
import io.asyncrpc.core.caller.Caller;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.task.TaskLifecycle.Submitted;
import io.asyncrpc.core.task.TaskSubmitStore.IdempotencyKey;
import io.asyncrpc.core.trace.TraceParent;
import io.asyncrpc.core.trace.Traces;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tasks over HTTP (protocol, "HTTP API"). */
@Path(TaskAnswers.PATH)
@Produces(MediaType.APPLICATION_JSON)
public class TaskResource {
    private static final int LONGEST_KEY = 255;

    private final TaskLifecycle lifecycle;
    private final TaskViewStore views;
    private final Caller caller;
    private final Traces traces;
    private final InstantSource clock;

    TaskResource(TaskLifecycle lifecycle, TaskViewStore views, Caller caller, Traces traces, InstantSource clock) {
        this.lifecycle = lifecycle;
        this.views = views;
        this.caller = caller;
        this.traces = traces;
        this.clock = clock;
    }

    @POST
    @RolesAllowed({OPERATOR, ADMIN})
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> submit(
            byte[] body,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam(TraceParent.NAME) @Nullable String trace) {
        String org = caller.org();
        Submission submission = SubmissionJson.read(body, clock.instant());
        IdempotencyKey once = idempotencyKey(key, body);
        Actor actor = caller.actor();
        return traces.asked("submit", trace, step -> lifecycle.submit(org, submission, once, actor, step))
                .chain(submitted -> accepted(org, submitted));
    }

    private Uni<Response> accepted(String org, Submitted submitted) {
        return switch (submitted) {
            case Submitted.Replayed r ->
                view(org, r.taskId()).map(view -> TaskAnswers.accepted(view, true, clock.instant()));
            case Submitted.Stored s -> Uni.createFrom().item(TaskAnswers.accepted(s.view(), false, clock.instant()));
        };
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMIN})
    public Uni<Response> get(@PathParam("id") String id, @HeaderParam("If-None-Match") @Nullable String known) {
        String org = caller.org();
        UUID task = uuid(id);
        return known == null ? whole(org, task) : unlessKnown(org, task, known);
    }

    private Uni<Response> whole(String org, UUID task) {
        return view(org, task).map(view -> TaskAnswers.single(view, clock.instant()));
    }

    /** A task may be asked for again and again: what is known already is not even loaded. */
    private Uni<Response> unlessKnown(String org, UUID task, String known) {
        return views.version(org, task)
                .map(found -> found.orElseThrow(TaskLifecycle::noTask))
                .chain(version -> Etag.of(version).isAmong(known)
                        ? Uni.createFrom().item(TaskAnswers.notModified(version))
                        : whole(org, task));
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMIN})
    public Uni<Response> list(@Context UriInfo uri) {
        TaskQuery query = TaskQuery.of(uri.getQueryParameters());
        return views.list(caller.org(), query).map(page -> TaskAnswers.list(page, uri));
    }

    @GET
    @Path("{id}/history")
    @RolesAllowed({VIEWER, OPERATOR, ADMIN})
    public Uni<Response> history(@PathParam("id") String id, @Context UriInfo uri) {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        if (!Set.of("limit", "cursor").containsAll(parameters.keySet())
                || parameters.values().stream().anyMatch(values -> values.size() > 1)) {
            throw Problem.malformed("the query parameter is not known, or given twice");
        }
        String org = caller.org();
        UUID task = uuid(id);
        int after = version(parameters.getFirst("cursor"));
        int limit = Paging.limit(parameters.getFirst("limit"));
        return view(org, task)
                .chain(exists -> views.history(org, task, after, limit))
                .map(page -> TaskAnswers.history(page, uri));
    }

    @POST
    @Path("{id}/cancel")
    @RolesAllowed({OPERATOR, ADMIN})
    public Uni<Response> cancel(
            @PathParam("id") String id, byte @Nullable [] body, @HeaderParam(TraceParent.NAME) @Nullable String trace) {
        String org = caller.org();
        UUID task = uuid(id);
        TaskEvent.CancelRequested wish = CancelJson.read(body);
        Actor actor = caller.actor();
        return traces.asked("cancel", trace, step -> lifecycle.cancel(org, task, wish, actor, step))
                .chain(decision -> view(org, task).map(view -> TaskAnswers.cancelled(view, decision, clock.instant())));
    }

    private Uni<TaskView> view(String org, UUID id) {
        return views.find(org, id).map(found -> found.orElseThrow(TaskLifecycle::noTask));
    }

    /** Whatever is no id is the id of no task. */
    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw TaskLifecycle.noTask();
        }
    }

    private static int version(@Nullable String cursor) {
        if (cursor == null) {
            return 0;
        }
        if (cursor.matches("[0-9]{1,9}")) {
            return Integer.parseInt(cursor);
        }
        throw Problem.malformed("the cursor is not one of ours");
    }

    private static @Nullable IdempotencyKey idempotencyKey(@Nullable String key, byte[] body) {
        if (key == null) {
            return null;
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw Problem.malformed("Idempotency-Key must have 1 to " + LONGEST_KEY + " characters");
        }
        return new IdempotencyKey(key, Sha256.of(body));
    }
}
