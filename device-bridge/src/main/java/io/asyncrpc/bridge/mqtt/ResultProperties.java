package io.asyncrpc.bridge.mqtt;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a device says about its result besides the body. */
record ResultProperties(Map<String, String> fields) {
    private static final int OK = 200;
    private static final int NOT_A_NUMBER = 501;
    private static final int MAX_EXT_ID = 64;
    private static final Pattern SMALL_NUMBER = Pattern.compile("[+-]?[0-9]{1,9}");

    /** 2xx is success. Absent is 200; what is no number is 501. */
    int statusCode() {
        String text = trimmed("status_code");
        if (text.isEmpty()) {
            return OK;
        }
        return SMALL_NUMBER.matcher(text).matches() ? Integer.parseInt(text) : NOT_A_NUMBER;
    }

    /** The device's own number of the result; any short text does. */
    String extId() {
        String text = trimmed("ext_id");
        if (text.length() > MAX_EXT_ID
                || text.chars().anyMatch(Character::isISOControl)
                || !UplinkReader.isWholeText(text)) {
            throw Unreadable.invalid("ext_id is not a text of at most " + MAX_EXT_ID + " characters");
        }
        return text.isEmpty() ? "0" : text;
    }

    /** Which attempt this answers; null when the device does not say. */
    @Nullable Integer attempt() {
        String text = trimmed("attempt");
        if (text.isEmpty()) {
            return null;
        }
        if (!SMALL_NUMBER.matcher(text).matches() || Integer.parseInt(text) < 1) {
            throw Unreadable.invalid("attempt is not one of the task's attempts");
        }
        return Integer.valueOf(text);
    }

    /** Seconds that the device wants to be left alone; null when it does not say, or not in numbers. */
    @Nullable Long retryAfter() {
        String text = trimmed("retry_after");
        return SMALL_NUMBER.matcher(text).matches() && !text.startsWith("-") ? Long.valueOf(text) : null;
    }

    private String trimmed(String name) {
        return fields.getOrDefault(name, "").trim();
    }
}
