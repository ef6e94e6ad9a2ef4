package io.asyncrpc.core.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the running attempt is, by the device's own word.
 *
 * @param percent 0 to 100
 * @param message at most 256 characters
 * @param at when it last moved the version: what came within the second after it replaced the words alone
 */
public record Progress(@Nullable Integer percent, @Nullable String message, Instant at) {}
