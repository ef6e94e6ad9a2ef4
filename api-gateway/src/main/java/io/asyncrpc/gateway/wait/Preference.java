package io.asyncrpc.gateway.wait;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads {@code Prefer} (RFC 7240). What cannot be read is no preference, never an error. */
public final class Preference {
    /** In seconds; whoever wants to wait longer asks again. */
    static final int LONGEST = 60;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private Preference() {}

    /** How long a caller is willing to wait, 0 to 60 s. Of several only the first counts (RFC 7240, section 2). */
    public static OptionalInt seconds(List<String> headers) {
        return headers.stream()
                .flatMap(header -> split(header, ',').stream())
                .map(preference -> split(preference, ';').getFirst())
                .map(preference -> split(preference, '='))
                .filter(named -> named.getFirst().strip().equalsIgnoreCase("wait"))
                .findFirst()
                .map(Preference::value)
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt value(List<String> named) {
        String text = named.size() == 2 ? unquoted(named.get(1).strip()) : "";
        return SECONDS.matcher(text).matches()
                ? OptionalInt.of(Math.min(LONGEST, Integer.parseInt(text)))
                : OptionalInt.empty();
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /** Where the separator stands outside of quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
