package io.asyncrpc.core.audit;

import java.time.Instant;
import java.util.UUID;

/**
 * One thing that somebody did.
 *
 * @param id in order of time (UUIDv7)
 * @param org "" for what is no organisation's
 * @param actor the subject of the token, or {@code key:<id>}
 * @param target what it was done to
 * @param detail what else there is to say, "" for nothing
 */
public record Deed(UUID id, Instant at, String org, String actor, Action action, String target, String detail) {}
