package io.asyncrpc.core.task;

import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import io.asyncrpc.core.task.TaskViewStore.Page;
import io.asyncrpc.core.trace.TraceParent;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** HTTP answers about tasks. Links are paths: which host the client sees, only the gateway knows. */
final class TaskAnswers {
    static final String PATH = "/api/v1/tasks";

    /** Tells the gateway whether there is anything left to wait for, so that it need not know states. */
    private static final String FINAL = "Task-Final";

    private TaskAnswers() {}

    static Response accepted(TaskView view, boolean replayed, Instant now) {
        Response.ResponseBuilder answer = shown(Response.accepted(), view, now)
                .header("Location", PATH + "/" + view.task().terms().id());
        return replayed ? answer.header("Idempotency-Replayed", "true").build() : answer.build();
    }

    static Response single(TaskView view, Instant now) {
        return shown(Response.ok(), view, now).build();
    }

    static Response notModified(TaskVersion version) {
        return Response.notModified()
                .header("ETag", Etag.of(version).toString())
                .header(FINAL, version.state().isFinal())
                .build();
    }

    static Response list(Page<TaskView> page, UriInfo uri) {
        String next = page.more() ? page.items().getLast().task().terms().id().toString() : null;
        return linked(uri, next).entity(TaskJson.list(page.items(), next)).build();
    }

    static Response history(Page<TaskMove> page, UriInfo uri) {
        String next = page.more() ? Integer.toString(page.items().getLast().version()) : null;
        return linked(uri, next).entity(TaskJson.history(page.items(), next)).build();
    }

    /** 200 when it is cancelled, also if it was before; 202 when the device was asked. */
    static Response cancelled(TaskView view, Decision decision, Instant now) {
        TaskState state = view.task().state();
        boolean wasFinal = decision instanceof Decision.Ignored i && i.reason() == Decision.Reason.FINAL;
        if (wasFinal && state != TaskState.CANCELED) {
            throw new Problem(ProblemType.TASK_FINAL, "the task is " + state);
        }
        return shown(Response.status(state == TaskState.CANCELED ? 200 : 202), view, now)
                .build();
    }

    private static Response.ResponseBuilder shown(Response.ResponseBuilder answer, TaskView view, Instant now) {
        return answer.header("ETag", Etag.of(view.task()).toString())
                .header(TraceParent.NAME, view.task().terms().trace())
                .header(FINAL, view.task().state().isFinal())
                .entity(TaskJson.single(view, now));
    }

    private static Response.ResponseBuilder linked(UriInfo uri, @Nullable String next) {
        Response.ResponseBuilder answer = Response.ok();
        Paging.linkNext(answer, uri, next);
        return answer;
    }
}
