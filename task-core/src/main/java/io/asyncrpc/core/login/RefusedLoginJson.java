package io.asyncrpc.core.login;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what others refused. Whatever is wrong with it is an {@link IllegalArgumentException}, which says so. */
public final class RefusedLoginJson {
    private static final int MOST = 100;
    private static final Pattern REASON = Pattern.compile("[a-z0-9_]{1,64}");
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private RefusedLoginJson() {}

    /** @param by who counts like that */
    public static CountedLogins counted(String by, JsonNode told) {
        String name = told.path("name").asText();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of who counted");
        }
        try {
            return new CountedLogins(by, name, Instant.parse(told.path("since").asText()), refused(told));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no time in since", e);
        }
    }

    static List<RefusedLogins> refused(JsonNode told) {
        JsonNode items = told.path("items");
        if (!items.isArray() || items.size() > MOST) {
            throw new IllegalArgumentException("these are no refused logins");
        }
        return items.valueStream().map(RefusedLoginJson::item).toList();
    }

    private static RefusedLogins item(JsonNode item) {
        String reason = item.path("reason").asText();
        long count = item.path("count").asLong();
        if (!REASON.matcher(reason).matches() || count < 1) {
            throw new IllegalArgumentException("there is no reason, or no number");
        }
        return new RefusedLogins(reason, count);
    }
}
