package io.asyncrpc.core.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncrpc.core.problem.BodyReader;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.task.Paging;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which devices a client wants listed.
 *
 * @param label {@code null} for any
 * @param limit 1 to 200
 * @param after the last id of the page before, "" for the first page
 */
record DeviceQuery(@Nullable Label label, @Nullable Boolean connected, int limit, String after) {
    private static final Set<String> KNOWN = Set.of("label", "connected", "limit", "cursor");

    private static final String AFTER = "after:";

    /** A label that the devices must have. */
    record Label(String key, String value) {}

    static DeviceQuery of(MultivaluedMap<String, String> parameters) {
        parameters.forEach(DeviceQuery::check);
        return new DeviceQuery(
                label(parameters.getFirst("label")),
                connected(parameters.getFirst("connected")),
                Paging.limit(parameters.getFirst("limit")),
                after(parameters.getFirst("cursor")));
    }

    private static void check(String name, List<String> values) {
        if (!KNOWN.contains(name) || values.size() > 1) {
            throw Problem.malformed("the query parameter is not known, or given twice");
        }
    }

    private static @Nullable Label label(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int equals = text.indexOf('=');
        if (equals < 1
                || !Registration.KEY.matcher(text.substring(0, equals)).matches()
                || !BodyReader.isStorable(text)) {
            throw Problem.malformed("label must be key=value");
        }
        return new Label(text.substring(0, equals), text.substring(equals + 1));
    }

    private static @Nullable Boolean connected(@Nullable String text) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw Problem.malformed("connected must be true or false");
        }
        return text == null ? null : Boolean.valueOf(text);
    }

    /** The cursor that leads to the page after this device; opaque to clients. */
    static String cursor(String deviceId) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((AFTER + deviceId).getBytes(UTF_8));
    }

    private static String after(@Nullable String cursor) {
        if (cursor == null) {
            return "";
        }
        try {
            String after = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
            if (after.startsWith(AFTER)
                    && DeviceIds.FORM.matcher(after.substring(AFTER.length())).matches()) {
                return after.substring(AFTER.length());
            }
        } catch (IllegalArgumentException e) {
            // the same answer as for any other text
        }
        throw Problem.malformed("the cursor is not one of ours");
    }
}
