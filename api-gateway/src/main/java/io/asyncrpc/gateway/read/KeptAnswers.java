package io.asyncrpc.gateway.read;

import io.asyncrpc.gateway.wait.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last answers, so that a thing is not sent again as long as its service says that it is still the same. Each belongs to
 * the token that it was read with. The one that was longest not asked for is forgotten. From any thread.
 */
final class KeptAnswers {
    /** About what an answer takes beside its body and its token. */
    private static final int OVERHEAD = 1_000;

    private final Map<Key, Kept> answers = new LinkedHashMap<>(16, 0.75f, true);
    private final long mostBytes;
    private long bytes;

    private record Key(String authorization, String id) {}

    /** An answer (200), and the service's word for all that may be different in it. */
    record Kept(String stamp, Answer answer) {
        private long bytes(String authorization) {
            return OVERHEAD
                    + authorization.length()
                    + (answer.body() == null ? 0 : answer.body().length());
        }
    }

    KeptAnswers(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    synchronized @Nullable Kept find(String authorization, String id) {
        return answers.get(new Key(authorization, id));
    }

    synchronized void keep(String authorization, String id, Kept kept) {
        bytes += kept.bytes(authorization);
        Kept before = answers.put(new Key(authorization, id), kept);
        bytes -= before == null ? 0 : before.bytes(authorization);
        var eldest = answers.entrySet().iterator();
        while (bytes > mostBytes && eldest.hasNext()) {
            Map.Entry<Key, Kept> gone = eldest.next();
            bytes -= gone.getValue().bytes(gone.getKey().authorization());
            eldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
