package io.asyncrpc.fleet.device;

import com.fasterxml.jackson.databind.node.NullNode;
import io.asyncrpc.fleet.device.Said.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a device must do, and nothing else: ask only after subscribing, repeat an unanswered question after
 * {@link #PATIENCE}, keep a result and say it again until it is committed or refused, never run one (task, attempt)
 * twice. It holds no thread and no clock; whoever owns it calls from one thread at a time.
 */
final class DeviceProtocol {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final Duration POLLED_EVERY = Duration.ofSeconds(2);
    static final int STOPPED = 499;

    /** Attempts remembered so that none runs twice; the oldest are forgotten. */
    private static final int MEMORY = 1_000;

    private static final String NEXT = "";

    private final Map<String, Waiting> asked = new LinkedHashMap<>();
    private final Map<String, Waiting> kept = new LinkedHashMap<>();
    private final Map<String, Heard.Call> running = new LinkedHashMap<>();
    private final Map<Attempt, Boolean> taken = new LinkedHashMap<>();
    private final Manner manner;
    private boolean backlog;
    private Instant polled = Instant.MIN;
    private long results;

    DeviceProtocol(Manner manner) {
        this.manner = manner;
    }

    /** The device is connected and subscribed: what was never answered is said again, then the backlog is asked for. */
    List<Act> connected(Instant now) {
        List<Act> acts = new ArrayList<>();
        kept.replaceAll((id, waiting) -> waiting.sayAgain(acts, now));
        asked.replaceAll((id, waiting) -> waiting.sayAgain(acts, now));
        backlog = true;
        ask(NEXT, acts, now);
        return acts;
    }

    List<Act> heard(Heard word, Instant now) {
        List<Act> acts = new ArrayList<>();
        switch (word) {
            case Heard.Doorbell doorbell -> rung(doorbell, acts, now);
            case Heard.Call call -> given(call, acts, now);
            case Heard.Nothing nothing -> nothingToDo(nothing);
            case Heard.Committed committed -> settled(committed.taskId(), acts, now);
            case Heard.Stop stop -> stop(stop.taskId(), acts, now);
            case Heard.Refused refused -> refused(refused.taskId(), acts, now);
        }
        return acts;
    }

    /** The work is over. Work that was abandoned meanwhile has already been answered for. */
    List<Act> finished(Heard.Call call, Outcome outcome, Instant now) {
        List<Act> acts = new ArrayList<>();
        if (running.remove(call.taskId(), call)) {
            keep(call.taskId(), call.attempt(), outcome, acts, now);
        }
        return acts;
    }

    List<Act> tick(Instant now) {
        List<Act> acts = new ArrayList<>();
        kept.replaceAll((id, waiting) -> waiting.isOverdue(now) ? waiting.sayAgain(acts, now) : waiting);
        asked.replaceAll((id, waiting) -> waiting.isOverdue(now) ? waiting.sayAgain(acts, now) : waiting);
        if (manner == Manner.POLLS_ONLY && isIdle() && !now.isBefore(polled.plus(POLLED_EVERY))) {
            polled = now;
            ask(NEXT, acts, now);
        }
        return acts;
    }

    private boolean isIdle() {
        return running.isEmpty() && kept.isEmpty();
    }

    private void rung(Heard.Doorbell doorbell, List<Act> acts, Instant now) {
        String id = doorbell.taskId();
        if (manner == Manner.MODERN && !running.containsKey(id) && !kept.containsKey(id)) {
            acts.add(new Act.Say(new Said.Ack(id)));
            ask(id, acts, now);
        }
    }

    private void given(Heard.Call call, List<Act> acts, Instant now) {
        if (asked.remove(call.taskId()) == null) {
            asked.remove(NEXT);
        }
        boolean isNew = manner == Manner.MODERN ? takeOnce(call) : isIdle();
        if (isNew) {
            running.put(call.taskId(), call);
            acts.add(new Act.Run(call));
        } else if (kept.containsKey(call.taskId())) {
            kept.computeIfPresent(call.taskId(), (id, waiting) -> waiting.sayAgain(acts, now));
        }
    }

    private boolean takeOnce(Heard.Call call) {
        if (taken.size() == MEMORY) {
            taken.remove(taken.keySet().iterator().next());
        }
        return taken.put(new Attempt(call.taskId(), call.attempt()), true) == null;
    }

    private void nothingToDo(Heard.Nothing nothing) {
        if (nothing.asked() == null) {
            asked.remove(NEXT);
            backlog = false;
        } else {
            asked.remove(nothing.asked());
        }
    }

    private void settled(String id, List<Act> acts, Instant now) {
        kept.remove(id);
        if (backlog) {
            ask(NEXT, acts, now);
        }
    }

    private void stop(String id, List<Act> acts, Instant now) {
        if (manner == Manner.POLLS_ONLY) {
            return;
        }
        asked.remove(id);
        if (kept.containsKey(id)) {
            kept.computeIfPresent(id, (same, waiting) -> waiting.sayAgain(acts, now));
            return;
        }
        Heard.Call call = running.remove(id);
        if (call != null) {
            acts.add(new Act.Abandon(call));
        }
        keep(id, call == null ? null : call.attempt(), new Outcome(STOPPED, NullNode.getInstance()), acts, now);
    }

    private void refused(@Nullable String id, List<Act> acts, Instant now) {
        if (id == null) {
            asked.remove(NEXT);
            return;
        }
        asked.remove(id);
        if (kept.containsKey(id)) {
            settled(id, acts, now);
        }
    }

    private void ask(String key, List<Act> acts, Instant now) {
        if (!asked.containsKey(key)) {
            Said question = new Said.Ask(key.equals(NEXT) ? null : key);
            asked.put(key, new Waiting(question, now).sayAgain(acts, now));
        }
    }

    private void keep(String id, @Nullable Integer attempt, Outcome outcome, List<Act> acts, Instant now) {
        Integer known = manner == Manner.MODERN ? attempt : null;
        Said result = new Said.Result(id, known, outcome, Long.toString(++results));
        kept.put(id, new Waiting(result, now).sayAgain(acts, now));
    }

    private record Attempt(String taskId, int number) {}

    /** Something said that has no answer yet. */
    private record Waiting(Said said, Instant since) {

        boolean isOverdue(Instant now) {
            return !since.plus(PATIENCE).isAfter(now);
        }

        Waiting sayAgain(List<Act> acts, Instant now) {
            acts.add(new Act.Say(said));
            return new Waiting(said, now);
        }
    }
}
