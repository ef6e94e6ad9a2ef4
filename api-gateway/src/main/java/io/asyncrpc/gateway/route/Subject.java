package io.asyncrpc.gateway.route;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request is about, by its path, for the log; {@code -} where it names none, or nothing that could be a name of ours. */
final class Subject {
    private static final String NONE = "-";
    private static final Pattern TASK = Pattern.compile("/api/v1/tasks/([0-9a-fA-F-]{36})(/.*)?");
    private static final Pattern DEVICE = Pattern.compile("/api/v1/devices/([A-Za-z0-9_-]{1,64})(/.*)?");

    private Subject() {}

    static String taskIn(String path) {
        return named(TASK, path);
    }

    static String deviceIn(String path) {
        return named(DEVICE, path);
    }

    private static String named(Pattern pattern, String path) {
        Matcher found = pattern.matcher(path);
        return found.matches() ? found.group(1) : NONE;
    }
}
