package io.asyncrpc.fleet.check;

import io.asyncrpc.fleet.check.StoredTask.Move;
import java.util.Set;

/** The moves there are: the arrows of docs/task-states.md, written once more so that the core is not asked about itself. */
final class Arrows {
    static final Set<String> ALL = Set.of(
            "null > NEW SUBMITTED",
            "NEW > PENDING ACKNOWLEDGED",
            "NEW > LOCKED CLAIMED",
            "NEW > NEW RETRY_BACKOFF",
            "NEW > DONE RESULT",
            "NEW > FAILED RESULT",
            "NEW > FAILED EXPIRED",
            "NEW > EXPIRED EXPIRED",
            "NEW > CANCELED CANCELED",
            "NEW > CANCELED DEVICE_DELETED",
            "PENDING > LOCKED CLAIMED",
            "PENDING > NEW RETRY_BACKOFF",
            "PENDING > DONE RESULT",
            "PENDING > FAILED RESULT",
            "PENDING > FAILED EXPIRED",
            "PENDING > EXPIRED EXPIRED",
            "PENDING > CANCELED CANCELED",
            "PENDING > CANCELED DEVICE_DELETED",
            "LOCKED > LOCKED PROGRESS",
            "LOCKED > LOCKED CANCEL_REQUESTED",
            "LOCKED > NEW RETRY_BACKOFF",
            "LOCKED > NEW LEASE_EXPIRED",
            "LOCKED > DONE RESULT",
            "LOCKED > FAILED RESULT",
            "LOCKED > FAILED LEASE_EXPIRED",
            "LOCKED > CANCELED CANCELED",
            "LOCKED > CANCELED DEVICE_DELETED");

    private Arrows() {}

    static boolean allow(Move move) {
        return move.cause().equals("FURTHER_RESULT")
                ? move.to().equals(move.from())
                : ALL.contains("%s > %s %s".formatted(move.from(), move.to(), move.cause()));
    }
}
