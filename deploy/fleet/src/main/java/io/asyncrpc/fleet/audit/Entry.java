package io.asyncrpc.fleet.audit;

import java.util.List;

/**
 * A row of {@code audit_entry}.
 *
 * @param atMicros since 1970
 */
record Entry(
        long number,
        long seal,
        String id,
        long atMicros,
        String org,
        String actor,
        String action,
        String target,
        String detail) {
    List<String> texts() {
        return List.of(id, org, actor, action, target, detail);
    }
}
