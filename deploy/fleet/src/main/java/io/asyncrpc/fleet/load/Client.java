package io.asyncrpc.fleet.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncrpc.fleet.net.Call;
import io.asyncrpc.fleet.net.Calls;
import io.asyncrpc.fleet.net.Reply;
import io.asyncrpc.fleet.record.Digest;
import io.asyncrpc.fleet.record.Line;
import io.asyncrpc.fleet.record.Recorder;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The calls of the clients of one organisation, each of them recorded before it is sent and after its answer; but for
 * {@link #readAgain}.
 */
final class Client {

    private static final Duration RATHER_LONG = Duration.ofSeconds(20);
    private static final String TASKS = "/api/v1/tasks";

    private final Calls calls;
    private final Recorder recorder;
    private final String organisation;
    private final String token;
    private final Numbers numbers;
    private final Map<String, Known> known = new HashMap<>();

    /** The last recorded answer to reads again, which is final. */
    private record Known(byte[] body, TaskSeen task) {}

    Client(Calls calls, Recorder recorder, String organisation, String token, Numbers numbers) {
        this.calls = calls;
        this.recorder = recorder;
        this.organisation = organisation;
        this.token = token;
        this.numbers = numbers;
    }

    /** Numbers of calls, unique in a run. */
    static final class Numbers {

        private long last;

        long next() {
            return ++last;
        }
    }

    interface Answer {

        /** @param task without an id where there is none in the answer */
        void answered(int status, TaskSeen task);

        void lost(String why);
    }

    /**
     * @param at when it was to be sent
     * @param number of this call; one that repeats another keeps the other's body
     */
    void submit(long at, long number, Submission submission, Answer answer) {
        byte[] body = submission.body();
        recorder.note(new Line.Submit(
                at,
                number,
                organisation,
                submission.device(),
                submission.key(),
                Digest.of(body),
                submission.maxAttempts(),
                submission.ttl()));
        calls.send(
                Call.send("POST", TASKS, token, body).keyed(submission.key()).patient(RATHER_LONG),
                reply(
                        number,
                        answer,
                        (got, task) -> new Line.Submitted(
                                recorder.now(),
                                number,
                                got.status(),
                                task.id(),
                                task.version(),
                                task.state(),
                                got.replayed())));
    }

    /** @param seconds that the answer may wait for the end of the task; 0 for at once */
    void read(String task, int seconds, Answer answer) {
        Reply recorded = recorded(recorder.now(), task, seconds, answer);
        calls.send(Call.get(TASKS + "/" + task, token).waiting(seconds), recorded);
    }

    /**
     * A read at once, as one of very many of tasks that do not change any more. Once an answer that is final was recorded, the same
     * again, byte for byte, is not, since it tells nothing more; any other is, after it came.
     */
    void readAgain(String task, Answer answer) {
        Known before = known.get(task);
        long began = recorder.now();
        Reply first = before == null ? recorded(began, task, 0, answer) : null;
        calls.send(Call.get(TASKS + "/" + task, token), new Reply() {
            @Override
            public void answered(Got got) {
                if (before != null && got.status() == 200 && Arrays.equals(before.body(), got.body())) {
                    answer.answered(got.status(), before.task());
                    return;
                }
                reply().answered(got);
                TaskSeen seen = got.status() == 200 ? TaskSeen.read(got.body()) : TaskSeen.NONE;
                if (seen.isFinal()) {
                    known.put(task, new Known(got.body(), seen));
                }
            }

            @Override
            public void lost(String why) {
                reply().lost(why);
            }

            private Reply reply() {
                return first == null ? recorded(began, task, 0, answer) : first;
            }
        });
    }

    private Reply recorded(long began, String task, int seconds, Answer answer) {
        long number = numbers.next();
        recorder.note(new Line.Read(began, number, organisation, task, seconds == 0 ? null : seconds));
        return reply(number, answer, seen(number));
    }

    /** A read of what is another organisation's. */
    void readForeign(String task, Answer answer) {
        long number = numbers.next();
        recorder.note(new Line.Foreign(recorder.now(), number, organisation, task));
        calls.send(Call.get(TASKS + "/" + task, token), reply(number, answer, seen(number)));
    }

    void cancel(String task, boolean force, Answer answer) {
        long number = numbers.next();
        recorder.note(new Line.Cancel(recorder.now(), number, organisation, task, force));
        byte[] body = (force ? "{\"force\":true}" : "{\"deadline\":5}").getBytes(UTF_8);
        calls.send(
                Call.send("POST", TASKS + "/" + task + "/cancel", token, body),
                reply(
                        number,
                        answer,
                        (got, seen) -> new Line.Cancelled(
                                recorder.now(), number, got.status(), seen.state(), seen.version())));
    }

    private Lines seen(long number) {
        return (got, task) -> new Line.Seen(
                recorder.now(),
                number,
                got.status(),
                task.state(),
                task.outcome(),
                task.version(),
                task.attempt(),
                task.result(),
                task.resultStatus());
    }

    @FunctionalInterface
    private interface Lines {

        Line of(Reply.Got got, TaskSeen task);
    }

    private Reply reply(long number, Answer answer, Lines lines) {
        return new Reply() {
            @Override
            public void answered(Got got) {
                TaskSeen task = got.status() < 300 ? TaskSeen.read(got.body()) : TaskSeen.NONE;
                recorder.note(lines.of(got, task));
                answer.answered(got.status(), task);
            }

            @Override
            public void lost(String why) {
                recorder.note(new Line.Lost(recorder.now(), number, why));
                answer.lost(why);
            }
        };
    }
}
