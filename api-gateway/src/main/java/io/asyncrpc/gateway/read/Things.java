package io.asyncrpc.gateway.read;

import java.util.Optional;

/**
 * Where the things of a service are, and where it can be asked for many of them.
 *
 * @param prefix whole path segments, under which a thing's id is the last one
 * @param path of the service, to which the question is posted
 */
public record Things(String prefix, String path) {
    private static final int ID_LENGTH = 36;
    private static final String FORM = "00000000-0000-0000-0000-000000000000";

    /** The id of the thing whose whole address this is, if it has the one form that all of them have. */
    Optional<String> idIn(String uri) {
        int from = prefix.length() + 1;
        if (uri.length() != from + ID_LENGTH || !uri.startsWith(prefix) || uri.charAt(from - 1) != '/') {
            return Optional.empty();
        }
        for (int i = 0; i < ID_LENGTH; i++) {
            char c = uri.charAt(from + i);
            boolean fits = FORM.charAt(i) == '-' ? c == '-' : c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
            if (!fits) {
                return Optional.empty();
            }
        }
        return Optional.of(uri.substring(from));
    }
}
