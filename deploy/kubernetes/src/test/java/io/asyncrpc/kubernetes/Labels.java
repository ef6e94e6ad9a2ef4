package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Selectors of labels. */
final class Labels {
    private Labels() {}

    /** As Services have them: nothing selects nothing. */
    static boolean select(JsonNode wanted, Map<String, String> labels) {
        return wanted.size() > 0 && includes(wanted, labels);
    }

    /** As policies have them: nothing selects all. Other words than {@code matchLabels} are not used here. */
    static boolean selectOrAll(JsonNode selector, Map<String, String> labels) {
        return includes(selector.path("matchLabels"), labels);
    }

    private static boolean includes(JsonNode wanted, Map<String, String> labels) {
        return labels.entrySet().containsAll(Resource.texts(wanted).entrySet());
    }
}
