package io.asyncrpc.bridge.mqtt;

import java.util.regex.Pattern;

/** The number that stands for a method on the wire. */
final class MethodCode {
    /** There is nothing to call. */
    static final int NONE = 0;
    /** The method is a name, not a number. */
    static final int NAMED = 65535;

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");

    private MethodCode() {}

    static int of(String method) {
        int code = NUMBER.matcher(method).matches() ? Integer.parseInt(method) : NAMED;
        return Math.min(code, NAMED);
    }

    static String text(String method) {
        return Integer.toString(of(method));
    }
}
