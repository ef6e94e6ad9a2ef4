package io.asyncrpc.core.device;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A device as it is shown (protocol, "HTTP API"). */
@RegisterForReflection
record DeviceView(
        String deviceId,
        @Nullable String description,
        Map<String, String> labels,
        boolean connected,
        @Nullable Instant connectedSince,
        @Nullable Instant lastSeenAt,
        String account,
        Instant createdAt) {}
