package io.asyncrpc.fleet.check;

import java.util.stream.Stream;

/** About what becomes of a task: how it ends, its attempts, its versions. */
final class LiesAboutLives {

    private LiesAboutLives() {}

    static Stream<Lie> all() {
        return Stream.of(ends(), attempts(), versions()).flatMap(lies -> lies);
    }

    private static Stream<Lie> ends() {
        return Stream.of(
                Lie.stored(
                        Rule.TRUE_ENDS,
                        "a task that was done is said to have failed",
                        r -> r.done,
                        "update task set state = 'FAILED' where id = 'TASK'"),
                Lie.stored(
                        Rule.TRUE_ENDS,
                        "an outcome is not known though it is",
                        r -> r.expired,
                        "update task set outcome = 'UNKNOWN' where id = 'TASK'"),
                Lie.stored(
                        Rule.TRUE_ENDS,
                        "it failed with another status",
                        r -> r.failed,
                        "update task set failure_status = 502 where id = 'TASK'"),
                Lie.stored(Rule.TRUE_ENDS, "a task is open when all is over", r -> r.waiting, """
                        delete from task_move where task_id = 'TASK' and version = 2;
                        update task set state = 'NEW', version = 1, outcome = null, finished_at = null where id = 'TASK'
                        """),
                Lie.stored(
                        Rule.TRUE_ENDS,
                        "a task still waits, in time, though a client saw its end",
                        r -> r.waiting,
                        """
                        delete from task_move where task_id = 'TASK' and version = 2;
                        update task set state = 'NEW', version = 1, outcome = null, finished_at = null,
                          expires_at = now() + interval '1 h' where id = 'TASK'
                        """),
                Lie.stored(Rule.TRUE_ENDS, "a lease is over and nobody took it back", r -> r.lostLease, """
                        delete from task_move where task_id = 'TASK' and version = 4;
                        update task set state = 'LOCKED', version = 3, outcome = null, finished_at = null, failure_code = null,
                          lease_until = created_at + interval '12 s' where id = 'TASK'
                        """),
                Lie.told(
                        Rule.TRUE_ENDS,
                        "a task is done though its device never said so",
                        r -> r.retried,
                        "\\{\"k\":\"say\".*\"TASK\",\"att\":2.*\\s.*took.*\\s",
                        ""),
                Lie.told(
                        Rule.TRUE_ENDS,
                        "a task expired though it was handed out",
                        r -> r.expired,
                        "\"tsk\",\"task\":\"TASK\"",
                        "\"rsp\",\"task\":\"TASK\",\"att\":1"),
                Lie.told(
                        Rule.TRUE_ENDS,
                        "a task is cancelled though nobody wished it",
                        r -> r.cancelled,
                        "(\\{\"k\":\"cancel.*\\s){4}",
                        ""));
    }

    private static Stream<Lie> attempts() {
        return Stream.of(
                Lie.stored(Rule.ONE_ATTEMPT, "a second attempt begins while the first one runs", r -> r.again, """
                        update task_move set cause = 'PROGRESS', to_state = 'LOCKED' where task_id = 'TASK' and version = 4;
                        update task_move set from_state = 'LOCKED' where task_id = 'TASK' and version = 5
                        """),
                Lie.stored(Rule.ONE_ATTEMPT, "an attempt that was handed out was never claimed", r -> r.lostLease, """
                        update task_move set cause = 'PROGRESS' where task_id = 'TASK' and version = 3
                        """),
                Lie.told(
                        Rule.ONE_ATTEMPT,
                        "a task is claimed though its device never asked",
                        r -> r.lostLease,
                        "\\{\"k\":\"say\".*\"req\",\"task\":\"TASK\".*\\s",
                        ""),
                Lie.told(
                        Rule.RUN_AGAIN,
                        "a device runs an attempt twice",
                        r -> r.retried,
                        "\\{\"k\":\"run\".*TASK\",\"att\":2.*\\s",
                        "$0$0"),
                Lie.told(
                        Rule.RUN_AGAIN,
                        "a device runs what it was not handed",
                        r -> r.done,
                        "(\\{\"k\":\"run\".*TASK\",\"att\":)1",
                        "$12"),
                Lie.stored(Rule.RUN_AGAIN, "a lease is lost before it ends", r -> r.again, """
                        update task_move set at = at - interval '1 microsecond' where task_id = 'TASK' and version = 4
                        """),
                Lie.stored(
                        Rule.RUN_AGAIN,
                        "a task has more attempts than it may",
                        r -> r.retried,
                        "update task set max_attempts = 1 where id = 'TASK'"));
    }

    private static Stream<Lie> versions() {
        return Stream.of(
                Lie.stored(
                        Rule.VERSIONS,
                        "a version has no move",
                        r -> r.failed,
                        "delete from task_move where task_id = 'TASK' and version = 2"),
                Lie.stored(
                        Rule.VERSIONS,
                        "the row is a version ahead",
                        r -> r.done,
                        "update task set version = version + 1 where id = 'TASK'"),
                Lie.stored(Rule.VERSIONS, "a move that the states do not allow", r -> r.expired, """
                        update task_move set cause = 'LEASE_EXPIRED' where task_id = 'TASK' and version = 2
                        """),
                Lie.told(
                        Rule.VERSIONS,
                        "a task is acknowledged though its device never did",
                        r -> r.lostLease,
                        "\\{\"k\":\"say\".*\"ack\",\"task\":\"TASK\".*\\s",
                        ""));
    }
}
