package io.asyncrpc.bridge.account;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The device that a request is about, by its path, for the log; {@code -} where it names none, or nothing that could be one. */
final class Subject {
    private static final String NONE = "-";
    private static final Pattern DEVICE = Pattern.compile("/(?:accounts|certificates)/([A-Za-z0-9_-]{1,64})(/.*)?");

    private Subject() {}

    static String deviceIn(String path) {
        Matcher found = DEVICE.matcher(path);
        return found.matches() ? found.group(1) : NONE;
    }
}
