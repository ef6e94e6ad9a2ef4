package io.asyncrpc.bridge.mqtt;

import org.jspecify.annotations.Nullable;

/** How far a device has come: {@code {"percent":0-100,"message":"at most 256 characters"}}, both optional. */
record ProgressBody(@Nullable Integer percent, @Nullable String message) {}
