package io.asyncrpc.core.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncrpc.core.task.TaskEvent.CancelRequested;
import io.asyncrpc.core.task.TaskEvent.Claimed;
import io.asyncrpc.core.task.TaskEvent.Progressed;
import io.asyncrpc.core.task.TaskEvent.Resulted;
import io.asyncrpc.core.task.TaskEvent.TimePassed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tasks and events for tests. All are made at {@link #START}; times are seconds after it. Unless said otherwise: an hour to
 * live, 3 attempts of 10 minutes at most, a lease of 5 minutes.
 */
public final class Tasks {
    public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    public static final String DEVICE = "pump-7";

    /** What can happen to a task, in words of {@link #event}: every kind of event, and every kind of result. */
    static final List<String> EVENTS = List.of(
            "ack",
            "req",
            "prg",
            "res 200",
            "res 500",
            "res 503",
            "res 499",
            "res 200 @1",
            "res 500 @1",
            "res 200 @9",
            "cancel",
            "force",
            "deleted",
            "time",
            "ring",
            "queued");

    private Tasks() {}

    public static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    public static TaskTerms terms() {
        return terms(DEVICE, 0, null);
    }

    public static TaskTerms terms(String device, int priority, @Nullable Instant notBefore) {
        return new TaskTerms(
                TaskId.next(START),
                "acme",
                device,
                "17",
                priority,
                3,
                Duration.ofSeconds(300),
                Duration.ofSeconds(600),
                null,
                START,
                notBefore,
                (notBefore == null ? START : notBefore).plusSeconds(3600));
    }

    /** A task in the state of that name, and in those that only its past tells apart. */
    static Task task(String name) {
        return switch (name) {
            case "new" -> fresh(null);
            case "later" -> fresh(at(600));
            case "backoff" -> after(task("locked"), result(503, null, 120, "busy"), 10);
            case "reopened" -> after(task("locked"), new TimePassed(), 301);
            case "answered" -> after(task("reopened"), result(500, 1, null, "late"), 305);
            case "heard" -> after(task("reopened"), new TaskEvent.Acknowledged(), 302);
            case "pending" -> after(task("new"), new TaskEvent.Acknowledged(), 1);
            case "locked" -> after(task("new"), new Claimed(), 1);
            case "second" -> after(task("reopened"), new Claimed(), 302);
            case "last" -> after(after(task("second"), new TimePassed(), 602), new Claimed(), 603);
            case "late" -> after(task("new"), new Claimed(), 3500);
            case "stopping" -> after(task("locked"), cancel(60), 2);
            case "done" -> after(task("locked"), result(200, null, null, "first"), 3);
            case "failed" -> after(task("locked"), result(500, null, null, "first"), 3);
            case "expired" -> after(task("new"), new TimePassed(), 3600);
            case "canceled" -> after(task("new"), cancel(60), 3);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** A word of the tables: {@code res 503 @2} is a result of attempt 2, {@code res 503 +60} asks for 60 s of rest. */
    static TaskEvent event(String words) {
        String[] word = words.split(" ");
        return switch (word[0]) {
            case "ack" -> new TaskEvent.Acknowledged();
            case "req" -> new Claimed();
            case "prg" -> new Progressed(40, "valve opening");
            case "res" -> {
                String more = word.length > 2 ? word[2] : " ";
                Integer number = more.isBlank() ? null : Integer.valueOf(more.substring(1));
                yield result(
                        Integer.parseInt(word[1]),
                        more.charAt(0) == '@' ? number : null,
                        more.charAt(0) == '+' ? number : null,
                        "body");
            }
            case "cancel" -> cancel(60);
            case "force" -> new CancelRequested(true, Duration.ofSeconds(60));
            case "deleted" -> new TaskEvent.DeviceDeleted();
            case "time" -> new TimePassed();
            case "ring" -> new TaskEvent.RingNow(word.length > 1 ? at(Double.parseDouble(word[1])) : START);
            case "queued" -> new TaskEvent.Queued();
            default -> throw new IllegalArgumentException(words);
        };
    }

    /** The kinds of event among those words. */
    static List<Class<?>> kinds(List<String> words) {
        return words.stream()
                .<Class<?>>map(word -> event(word).getClass())
                .distinct()
                .toList();
    }

    public static Resulted result(int status, @Nullable Integer attempt, @Nullable Integer retryAfter, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        Duration rest = retryAfter == null ? null : Duration.ofSeconds(retryAfter);
        return new Resulted(status, "0", attempt, rest, bytes, Sha256.of(bytes));
    }

    static CancelRequested cancel(int deadline) {
        return new CancelRequested(false, Duration.ofSeconds(deadline));
    }

    /** What an event makes of a task that it must move. */
    public static Task after(Task task, TaskEvent event, double seconds) {
        return switch (task.on(event, at(seconds))) {
            case Decision.Moved m -> m.task();
            case Decision.Ignored i -> throw new IllegalStateException(event + " was ignored: " + i.reason());
        };
    }

    public static Task fresh(@Nullable Instant notBefore) {
        return Task.submitted(terms(DEVICE, 0, notBefore), START);
    }

    /** The same as it comes back from a backup. */
    static Task restored(Task t) {
        return new Task(
                t.terms(),
                t.state(),
                t.outcome(),
                t.attempt(),
                t.version(),
                t.pendingAt(),
                t.lockedAt(),
                t.leaseUntil(),
                t.finishedAt(),
                t.progress(),
                t.failure(),
                t.resultId(),
                t.resultCount(),
                t.furtherCount(),
                t.results(),
                t.cancelRequestedAt(),
                t.cancelDeadline(),
                t.backoffUntil(),
                t.rings(),
                t.dueAt(),
                t.revision(),
                START);
    }

    static UUID idOf(Task task) {
        return task.terms().id();
    }
}
