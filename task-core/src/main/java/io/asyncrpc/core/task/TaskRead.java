package io.asyncrpc.core.task;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task that the gateway asks for, together with others.
 *
 * @param kept the version of an answer that the gateway still has
 * @param unless {@code If-None-Match} of who asks the gateway
 */
record TaskRead(UUID id, @Nullable Integer kept, @Nullable String unless) {

    boolean knowsSomething() {
        return kept != null || unless != null;
    }

    /**
     * Whether what is known there need not be sent again. Why a task waits moves without a version, so an answer that says
     * it is made anew; who asks with a version has said that this alone matters.
     */
    boolean isAnsweredBy(TaskVersion now) {
        boolean tellsWhyItWaits = now.state() == TaskState.NEW || now.state() == TaskState.PENDING;
        return unless != null ? Etag.of(now).isAmong(unless) : kept != null && kept == now.number() && !tellsWhyItWaits;
    }
}
