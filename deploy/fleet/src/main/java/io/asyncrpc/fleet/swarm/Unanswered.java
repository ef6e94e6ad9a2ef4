package io.asyncrpc.fleet.swarm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What was said and has to be said again until it is answered: results by task, events by number. */
final class Unanswered {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final Map<String, Said> said = new LinkedHashMap<>();
    private final Body device;

    Unanswered(Body device) {
        this.device = device;
    }

    private record Said(Saying saying, long since) {}

    void say(String key, Saying saying, long now) {
        said.put(key, new Said(saying, now));
        device.say(saying);
    }

    void sayAgain(String key, long now) {
        said.computeIfPresent(key, (same, before) -> again(before, now));
    }

    /** On a new connection; what the broker has not taken is said again in any case. */
    void connected(long now) {
        said.replaceAll((key, before) -> device.isUntaken(before.saying()) ? before : again(before, now));
    }

    void tick(long now) {
        said.replaceAll((key, before) -> now - before.since() > PATIENCE ? again(before, now) : before);
    }

    @Nullable Saying get(String key) {
        Said found = said.get(key);
        return found == null ? null : found.saying();
    }

    boolean has(String key) {
        return said.containsKey(key);
    }

    void answered(@Nullable String key) {
        said.remove(key);
    }

    boolean isEmpty() {
        return said.isEmpty();
    }

    private Said again(Said before, long now) {
        device.say(before.saying());
        return new Said(before.saying(), now);
    }
}
