package io.asyncrpc.core.task;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task that the gateway asks for, together with others.
 *
 * @param kept the stamp of an answer that the gateway still has ({@link TaskVersion#stamp})
 * @param unless {@code If-None-Match} of who asks the gateway
 */
record TaskRead(UUID id, @Nullable String kept, @Nullable String unless) {

    boolean knowsSomething() {
        return kept != null || unless != null;
    }

    /** Whether what is known there need not be sent again: who asks with a version has said that this alone matters. */
    boolean isAnsweredBy(TaskVersion now) {
        return unless != null
                ? Etag.of(now).isAmong(unless)
                : now.stamp().filter(stamp -> stamp.equals(kept)).isPresent();
    }
}
