package io.asyncrpc.gateway.route;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The target of a request line (RFC 9112, section 3.2.1, origin form) exactly as it came. It is matched and forwarded
 * in this one form, so that the door and the service behind it cannot read two different addresses into it.
 */
record RequestTarget(String path, String raw) {
    private static final Pattern WELL_FORMED = Pattern.compile("/(?:[!-~&&[^#%]]|%\\p{XDigit}{2})*");
    private static final Pattern ENCODED_CONTROL = Pattern.compile("%(?:[01]\\p{XDigit}|7[fF])");
    private static final Pattern TRICK = Pattern.compile("//|[;\\\\]|%(?:2[eEfF5]|3[bB]|5[cC])|/\\.{1,2}(?:/|$)");

    /** Nothing if it is no well-formed target: control characters, bare Unicode, broken escapes, absolute form. */
    static Optional<RequestTarget> parse(String raw) {
        if (!isSimple(raw) && !WELL_FORMED.matcher(raw).matches()) {
            return Optional.empty();
        }
        int query = raw.indexOf('?');
        String path = query < 0 ? raw : raw.substring(0, query);
        return path.indexOf('%') >= 0 && ENCODED_CONTROL.matcher(path).find()
                ? Optional.empty()
                : Optional.of(new RequestTarget(path, raw));
    }

    /** Whether the path means the same before and after any normalisation; nothing else is looked up. */
    boolean isPlain() {
        return isSimple(path) || !TRICK.matcher(path).find();
    }

    /** Nearly all are, and need none of the expressions: nothing in it that could be a trick. */
    private static boolean isSimple(String text) {
        char before = 'a';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isSafe =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-_?=&".indexOf(c) >= 0;
            if (!isSafe && (c != '/' || before == '/')) {
                return false;
            }
            before = c;
        }
        return text.startsWith("/");
    }
}
