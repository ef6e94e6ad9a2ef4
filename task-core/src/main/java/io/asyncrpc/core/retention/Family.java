package io.asyncrpc.core.retention;

import java.util.List;

/** Tables whose partitions have the same bounds and go together. */
public enum Family {
    /** Tasks and what belongs to them. The first table is the one that others are locked after. */
    TASKS("task", "task_payload", "task_result", "task_move"),

    EVENTS("device_event");

    private final List<String> tables;

    Family(String... tables) {
        this.tables = List.of(tables);
    }

    List<String> tables() {
        return tables;
    }

    String head() {
        return tables.getFirst();
    }
}
