package io.asyncrpc.fleet.swarm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncrpc.fleet.record.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a device knows between two losses of its memory, and what it does by the protocol: it asks when rung and for its
 * next when it comes, repeats what is not answered, keeps a result until it is committed or refused, and runs no (task,
 * attempt) twice.
 */
final class Life {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final long RUNG_AGAIN = TimeUnit.SECONDS.toNanos(3);
    private static final int STOPPED = 499;
    private static final int MEMORY = 1_000;
    private static final String NEXT = "";

    private final Map<String, Long> asked = new LinkedHashMap<>();
    private final Map<String, Job> running = new LinkedHashMap<>();
    private final Map<String, Boolean> taken = new LinkedHashMap<>();
    private final Body device;
    private final Unanswered results;
    private final Unanswered events;
    private final Habit habit;
    private boolean backlog;
    private boolean over;

    Life(Body device, Habit habit) {
        this.device = device;
        this.habit = habit;
        this.results = new Unanswered(device);
        this.events = new Unanswered(device);
    }

    private record Job(String task, int attempt) {}

    void connected(long now) {
        results.connected(now);
        events.connected(now);
        List<String> unanswered = new ArrayList<>(asked.keySet());
        unanswered.remove(NEXT);
        asked.clear();
        unanswered.forEach(task -> ask(task, now));
        ask(NEXT, now);
    }

    void heard(Heard heard, long now) {
        String task = heard.task();
        switch (heard.word()) {
            case "tsk" -> rung(task, now);
            case "rsp" -> given(heard, now);
            case "nop" -> asked.remove(heard.asked() == null ? NEXT : heard.asked());
            case "cmt" -> committed(heard, now);
            case "cnl" -> stop(task, now);
            case "err" -> refused(task);
            case "eva" -> events.answered(heard.event());
            default -> {}
        }
    }

    void tick(long now) {
        results.tick(now);
        events.tick(now);
        asked.entrySet().stream()
                .filter(question -> now - question.getValue() > PATIENCE)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(task -> ask(task, now));
    }

    /** All that was under way ends without a word. */
    void end() {
        over = true;
        running.values().forEach(job -> device.note(ran(job, null)));
    }

    boolean isQuiet() {
        return results.isEmpty() && events.isEmpty() && running.isEmpty();
    }

    private void rung(@Nullable String task, long now) {
        if (task == null || running.containsKey(task) || results.has(task)) {
            return;
        }
        Long before = asked.get(task);
        if (before != null && now - before < RUNG_AGAIN) {
            return;
        }
        if (habit != Habit.OLD) {
            device.say(Saying.ack(task));
        }
        ask(task, now);
    }

    private void given(Heard heard, long now) {
        String task = String.valueOf(heard.task());
        Long since = asked.remove(task);
        if (since != null) {
            device.claimed(now - since);
        } else if (asked.remove(NEXT) != null) {
            backlog = true;
        }
        if (takeOnce(task + "/" + heard.attempt())) {
            run(new Job(task, heard.attempt()), heard.call());
        } else {
            results.sayAgain(task, now);
        }
    }

    private boolean takeOnce(String attempt) {
        if (taken.size() == MEMORY) {
            taken.remove(taken.keySet().iterator().next());
        }
        return taken.put(attempt, true) == null;
    }

    private void run(Job job, long call) {
        Job before = running.put(job.task(), job);
        if (before != null) {
            device.note(ran(before, null));
        }
        device.note(new Line.Begun(device.now(), device.id(), job.task(), job.attempt()));
        device.began(job.task());
        Plan plan = device.plan(call, job.attempt());
        if (plan.crash()) {
            device.after(plan.workMillis(), () -> crash(job));
        } else if (plan.workMillis() == 0) {
            finish(job, plan);
        } else {
            if (plan.workMillis() > 1_000 && habit == Habit.SLOW) {
                device.after(plan.workMillis() / 2, () -> halfDone(job));
            }
            device.after(plan.workMillis(), () -> finish(job, plan));
        }
    }

    private boolean isRunning(Job job) {
        return !over && job.equals(running.get(job.task()));
    }

    private void crash(Job job) {
        if (isRunning(job)) {
            device.crash();
        }
    }

    private void halfDone(Job job) {
        if (isRunning(job)) {
            device.say(Saying.progress(job.task(), 50));
        }
    }

    private void finish(Job job, Plan plan) {
        if (!isRunning(job)) {
            return;
        }
        running.remove(job.task());
        device.note(ran(job, plan.status()));
        keep(job.task(), habit == Habit.OLD ? null : Integer.valueOf(job.attempt()), plan.status(), plan.retryAfter());
        if (plan.repeat()) {
            device.say(Objects.requireNonNull(results.get(job.task())));
        }
        if (plan.event()) {
            event(plan.repeat());
        }
        device.mischief(job.task());
    }

    private void keep(String task, @Nullable Integer attempt, int status, int retryAfter) {
        String ext = device.nextResult();
        byte[] body = ("{\"by\":\"" + device.id() + "\",\"n\":" + ext + "}").getBytes(UTF_8);
        Saying result = Saying.result(task, attempt, status, retryAfter, ext, body);
        device.answered(task);
        results.say(task, result, device.nanos());
    }

    private void event(boolean twice) {
        String number = device.nextEvent();
        Saying event = Saying.event(number, device.now() / 1_000_000 + ".5", "{\"warm\":true}".getBytes(UTF_8));
        events.say(number, event, device.nanos());
        if (twice) {
            device.say(event);
        }
    }

    private void committed(Heard heard, long now) {
        String task = String.valueOf(heard.task());
        Saying result = results.get(task);
        if (result != null && heard.body().path("ext_id").asText().equals(result.ext())) {
            results.answered(task);
            if (habit == Habit.REPEATING) {
                device.say(result);
            }
        }
        if (backlog) {
            backlog = false;
            ask(NEXT, now);
        }
    }

    private void stop(@Nullable String task, long now) {
        if (task == null || habit == Habit.OLD) {
            return;
        }
        asked.remove(task);
        if (results.has(task)) {
            results.sayAgain(task, now);
            return;
        }
        Job job = running.remove(task);
        if (job != null) {
            device.note(ran(job, null));
        }
        keep(task, job == null ? null : Integer.valueOf(job.attempt()), STOPPED, 0);
    }

    private void refused(@Nullable String task) {
        if (task == null) {
            asked.remove(NEXT);
        } else {
            asked.remove(task);
            results.answered(task);
        }
    }

    private void ask(String task, long now) {
        asked.put(task, now);
        device.say(Saying.ask(task.equals(NEXT) ? null : task));
    }

    private Line.Ran ran(Job job, @Nullable Integer status) {
        return new Line.Ran(device.now(), device.id(), job.task(), job.attempt(), status, status == null);
    }
}
