package io.asyncrpc.core.task;

import static io.asyncrpc.core.caller.Roles.ADMIN;
import static io.asyncrpc.core.caller.Roles.OPERATOR;
import static io.asyncrpc.core.caller.Roles.VIEWER;

import io.asyncrpc.core.caller.Caller;
import io.asyncrpc.core.task.TaskReadJson.Told;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads of many tasks at a time, which the gateway asks for with the token of who asked it: nobody sees more here than with one
 * read after the other. Not part of the API; the door leads nobody here.
 */
@Path("/house/tasks/read")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_OCTET_STREAM)
public class TaskReadResource {
    private final TaskViewStore views;
    private final Caller caller;
    private final InstantSource clock;

    TaskReadResource(TaskViewStore views, Caller caller, InstantSource clock) {
        this.views = views;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @RolesAllowed({VIEWER, OPERATOR, ADMIN})
    public Uni<byte[]> read(byte[] body) {
        String org = caller.org();
        TaskReadJson.Question question = TaskReadJson.read(body);
        List<UUID> known = question.reads().stream()
                .filter(TaskRead::knowsSomething)
                .map(TaskRead::id)
                .toList();
        Uni<Function<UUID, Optional<TaskVersion>>> versions =
                known.isEmpty() ? Uni.createFrom().item(nothing -> Optional.empty()) : views.versions(org, known);
        return versions.chain(now -> all(question.reads().stream()
                        .map(read -> told(org, read, now, question.largest()))
                        .toList()))
                .map(TaskReadJson::write);
    }

    private Uni<Told> told(String org, TaskRead read, Function<UUID, Optional<TaskVersion>> versions, int largest) {
        if (!read.knowsSomething()) {
            return whole(org, read.id(), largest);
        }
        Optional<TaskVersion> now = versions.apply(read.id());
        if (now.isEmpty()) {
            return Uni.createFrom().item(Told.NOTHING);
        }
        return read.isAnsweredBy(now.get())
                ? Uni.createFrom().item(Told.known(now.get()))
                : whole(org, read.id(), largest);
    }

    private Uni<Told> whole(String org, UUID id, int largest) {
        return views.find(org, id)
                .map(found -> found.map(view -> shown(view, largest)).orElse(Told.NOTHING))
                .onFailure()
                .recoverWithItem(Told.UNREAD);
    }

    private Told shown(TaskView view, int largest) {
        Task task = view.task();
        return Told.shown(
                TaskVersion.of(task),
                task.terms().trace() == null ? null : task.terms().trace().toString(),
                TaskJson.single(view, clock.instant()),
                largest);
    }

    private static Uni<List<Told>> all(List<Uni<Told>> each) {
        return each.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join().all(each).andFailFast();
    }
}
