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

    /** An answer (200), and the version that it is of. */
    record Kept(int version, Answer answer) {
        private long bytes() {
            return OVERHEAD + (answer.body() == null ? 0 : answer.body().length());
        }
    }

    KeptAnswers(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    synchronized @Nullable Kept find(String authorization, String id) {
        return answers.get(new Key(authorization, id));
    }

    synchronized void keep(String authorization, String id, Kept kept) {
        bytes += kept.bytes();
        Kept before = answers.put(new Key(authorization, id), kept);
        bytes -= before == null ? 0 : before.bytes();
        var eldest = answers.values().iterator();
        while (bytes > mostBytes && eldest.hasNext()) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
