package io.asyncrpc.core.task;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The version of a task as a weak entity tag (RFC 9110, 8.8.3). */
record Etag(int version) {

    static Etag of(Task task) {
        return new Etag(task.version());
    }

    static Etag of(TaskVersion version) {
        return new Etag(version.number());
    }

    @Override
    public String toString() {
        return "W/\"" + version + "\"";
    }

    /** Whether {@code If-None-Match} names it, by weak comparison. */
    boolean isAmong(@Nullable String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        String opaque = "\"" + version + "\"";
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(opaque) || tag.equals("W/" + opaque));
    }
}
