package io.asyncrpc.core.problem;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request is about, by its path, for the log: the task and the device that it names, or {@code -}. Whatever is no name
 * of ours is not written down.
 */
record Subject(String taskId, String deviceId) {
    private static final String NONE = "-";
    private static final Pattern TASK = Pattern.compile("/api/v1/tasks/([0-9a-fA-F-]{36})(/.*)?");
    private static final Pattern DEVICE = Pattern.compile("/api/v1/devices/([A-Za-z0-9_-]{1,64})(/.*)?");

    static Subject of(String path) {
        return new Subject(named(TASK, path), named(DEVICE, path));
    }

    private static String named(Pattern pattern, String path) {
        Matcher found = pattern.matcher(path);
        return found.matches() ? found.group(1) : NONE;
    }
}
