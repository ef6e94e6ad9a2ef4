package io.asyncrpc.core.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is shown.
 *
 * @param payload JSON text; {@code null} if there is none, or in a list
 * @param results all of them, or in a list only the deciding one without its body
 * @param deviceConnected by the broker's last word
 */
record TaskView(Task task, byte @Nullable [] payload, List<StoredResult> results, boolean deviceConnected) {

    @Nullable StoredResult result() {
        Integer deciding = task.resultId();
        return results.stream()
                .filter(r -> deciding != null && r.resultId() == deciding)
                .findFirst()
                .orElse(null);
    }
}
