package io.asyncrpc.core.trace;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a trace goes on: W3C Trace Context, version 00. It may come from anybody, and only this form of it goes any further:
 * 55 characters, read once, no identifier all zero.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param isSampled whether anybody records it
 */
public record TraceParent(String traceId, String spanId, boolean isSampled) {
    /** Of the HTTP header, of the MQTT user property and of the field of house messages. */
    public static final String NAME = "traceparent";

    private static final int LENGTH = 55;
    private static final Pattern FORM = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);
    private static final int SAMPLED = 1;

    /** {@code null} if it is none. */
    public static @Nullable TraceParent parse(@Nullable String text) {
        if (text == null || text.length() != LENGTH) {
            return null;
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()
                || parts.group(1).equals(NO_TRACE)
                || parts.group(2).equals(NO_SPAN)) {
            return null;
        }
        boolean isSampled = (HexFormat.fromHexDigits(parts.group(3)) & SAMPLED) != 0;
        return new TraceParent(parts.group(1), parts.group(2), isSampled);
    }

    /** {@code null} as well if nobody records it. */
    public static @Nullable TraceParent sampled(@Nullable String text) {
        TraceParent parent = parse(text);
        return parent != null && parent.isSampled() ? parent : null;
    }

    @Override
    public String toString() {
        return "00-" + traceId + "-" + spanId + (isSampled ? "-01" : "-00");
    }
}
