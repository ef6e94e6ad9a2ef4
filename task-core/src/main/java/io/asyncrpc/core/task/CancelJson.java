package io.asyncrpc.core.task;

import io.asyncrpc.core.problem.BodyReader;
import io.asyncrpc.core.task.TaskEvent.CancelRequested;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /tasks/{id}/cancel}; there may be none. */
final class CancelJson {
    private static final int DEFAULT_DEADLINE = 60;
    private static final int LONGEST_DEADLINE = 86_400;

    private boolean force;
    private int deadline = DEFAULT_DEADLINE;

    private CancelJson() {}

    static CancelRequested read(byte @Nullable [] bytes) {
        CancelJson wish = new CancelJson();
        if (bytes != null && bytes.length > 0) {
            wish.take(new BodyReader(bytes));
        }
        return new CancelRequested(wish.force, Duration.ofSeconds(wish.deadline));
    }

    private void take(BodyReader body) {
        body.object((name, value) -> {
            switch (name) {
                case "force" -> force = body.bool(name);
                case "deadline" -> deadline = body.integer(name, 1, LONGEST_DEADLINE, deadline);
                default -> body.unknown(name);
            }
        });
        body.complete();
    }
}
