package io.asyncrpc.fleet.check;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Something untrue in the record or in the database of {@link HonestRun}. {@code TASK} stands for the task it is about.
 *
 * @param about what a violation has to name
 * @param lines a regular expression for what is found once in the record, and what stands there instead; or empty
 * @param sql or empty
 */
record Lie(Rule broken, String what, Function<HonestRun, String> about, String lines, String instead, String sql) {

    String toldIn(String record, HonestRun run) {
        if (lines.isEmpty()) {
            return record;
        }
        Matcher place = Pattern.compile(lines.replace("TASK", about.apply(run))).matcher(record);
        if (!place.find()) {
            throw new IllegalStateException("nothing to lie about: " + lines);
        }
        return record.substring(0, place.start())
                + place.group().replaceAll(place.pattern().pattern(), instead.replace("TASK", about.apply(run)))
                + record.substring(place.end());
    }

    String sql(HonestRun run) {
        return sql.replace("TASK", about.apply(run));
    }

    @Override
    public String toString() {
        return broken.number() + ": " + what;
    }

    private static Lie stored(Rule broken, String what, Function<HonestRun, String> about, String sql) {
        return new Lie(broken, what, about, "", "", sql);
    }

    private static Lie told(Rule broken, String what, Function<HonestRun, String> about, String lines, String instead) {
        return new Lie(broken, what, about, lines, instead, "");
    }

    static Stream<Lie> all() {
        return Stream.of(origins(), ends(), results(), attempts(), sightings(), versions(), others())
                .flatMap(lies -> lies);
    }

    private static Stream<Lie> origins() {
        return Stream.of(
                stored(
                        Rule.NOTHING_LOST,
                        "an accepted task is gone",
                        r -> r.cancelled,
                        "delete from task where id = 'TASK'"),
                stored(
                        Rule.NOTHING_LOST,
                        "a payload is gone",
                        r -> r.expired,
                        "delete from task_payload where task_id = 'TASK'"),
                stored(Rule.NOTHING_LOST, "one lost call made two tasks", r -> r.waiting, """
                        update task_payload set payload = (select payload from task_payload where task_id < 'TASK'
                          order by task_id desc limit 1) where task_id = 'TASK'
                        """),
                stored(
                        Rule.NOTHING_LOST,
                        "a task is for another device",
                        r -> r.waiting,
                        "update task set device_id = 'pump' where id = 'TASK'"),
                told(
                        Rule.NOTHING_LOST,
                        "a call that was refused made a task",
                        r -> r.doubtful,
                        "\"lost\"(.*)\"why\":\"time-out\"",
                        "\"submitted\"$1\"status\":429"),
                told(
                        Rule.NOTHING_LOST,
                        "nobody submitted a task",
                        r -> r.doubtful,
                        "\\{\"k\":\"submit\".*\\s.*time-out.*\\s",
                        ""),
                told(
                        Rule.NOTHING_LOST,
                        "a client is told that its task is not there",
                        r -> r.lostLease,
                        "\"status\":200(,\"state\":\"FAILED\",\"outcome\":\"UNKNOWN\")",
                        "\"status\":404$1"));
    }

    private static Stream<Lie> ends() {
        return Stream.of(
                stored(
                        Rule.TRUE_ENDS,
                        "a task that was done is said to have failed",
                        r -> r.done,
                        "update task set state = 'FAILED' where id = 'TASK'"),
                stored(
                        Rule.TRUE_ENDS,
                        "an outcome is not known though it is",
                        r -> r.expired,
                        "update task set outcome = 'UNKNOWN' where id = 'TASK'"),
                stored(
                        Rule.TRUE_ENDS,
                        "it failed with another status",
                        r -> r.failed,
                        "update task set failure_status = 502 where id = 'TASK'"),
                stored(Rule.TRUE_ENDS, "a task is open when all is over", r -> r.waiting, """
                        delete from task_move where task_id = 'TASK' and version = 2;
                        update task set state = 'NEW', version = 1, outcome = null, finished_at = null where id = 'TASK'
                        """),
                told(
                        Rule.TRUE_ENDS,
                        "a task is done though its device never said so",
                        r -> r.retried,
                        "\\{\"k\":\"say\".*\"TASK\",\"att\":2.*\\s.*took.*\\s",
                        ""),
                told(
                        Rule.TRUE_ENDS,
                        "a task expired though it was handed out",
                        r -> r.expired,
                        "\"tsk\",\"task\":\"TASK\"",
                        "\"rsp\",\"task\":\"TASK\",\"att\":1"),
                told(
                        Rule.TRUE_ENDS,
                        "a task is cancelled though nobody wished it",
                        r -> r.cancelled,
                        "(\\{\"k\":\"cancel.*\\s){4}",
                        ""));
    }

    private static Stream<Lie> results() {
        return Stream.of(
                stored(Rule.RESULTS_ONCE, "a result is stored twice", r -> r.done, """
                        insert into task_result (task_id, result_id, attempt, status_code, ext_id, sha256, body, received_at)
                        select task_id, 2, attempt, status_code, ext_id, sha256, body, received_at from task_result
                        where task_id = 'TASK'
                        """),
                stored(
                        Rule.RESULTS_ONCE,
                        "a result that was taken is not stored",
                        r -> r.again,
                        "delete from task_result where task_id = 'TASK' and result_id = 1"),
                told(Rule.RESULTS_ONCE, "another result was taken", r -> r.failed, "(?s)\\s*\\z", """

                        {"k":"say","dev":"valve","n":900,"w":"res","task":"TASK","att":1,"status":501,"ext":"3","sha":"00"}
                        {"k":"took","dev":"valve","n":900}"""),
                told(
                        Rule.RESULTS_ONCE,
                        "a device hears that a result is stored which is not",
                        r -> r.done,
                        "(\"cmt\",\"task\":\"TASK\",\"rid\":)1",
                        "$12"));
    }

    private static Stream<Lie> attempts() {
        return Stream.of(
                stored(Rule.ONE_ATTEMPT, "a second attempt begins while the first one runs", r -> r.again, """
                        update task_move set cause = 'PROGRESS', to_state = 'LOCKED' where task_id = 'TASK' and version = 4;
                        update task_move set from_state = 'LOCKED' where task_id = 'TASK' and version = 5
                        """),
                stored(Rule.ONE_ATTEMPT, "an attempt that was handed out was never claimed", r -> r.lostLease, """
                        update task_move set cause = 'PROGRESS' where task_id = 'TASK' and version = 3
                        """),
                told(
                        Rule.ONE_ATTEMPT,
                        "a task is claimed though its device never asked",
                        r -> r.lostLease,
                        "\\{\"k\":\"say\".*\"req\",\"task\":\"TASK\".*\\s",
                        ""),
                told(
                        Rule.RUN_AGAIN,
                        "a device runs an attempt twice",
                        r -> r.retried,
                        "\\{\"k\":\"run\".*TASK\",\"att\":2.*\\s",
                        "$0$0"),
                told(
                        Rule.RUN_AGAIN,
                        "a device runs what it was not handed",
                        r -> r.done,
                        "(\\{\"k\":\"run\".*TASK\",\"att\":)1",
                        "$12"),
                stored(Rule.RUN_AGAIN, "a lease is lost before it ends", r -> r.again, """
                        update task_move set at = at - interval '1 microsecond' where task_id = 'TASK' and version = 4
                        """),
                stored(
                        Rule.RUN_AGAIN,
                        "a task has more attempts than it may",
                        r -> r.retried,
                        "update task set max_attempts = 1 where id = 'TASK'"));
    }

    private static Stream<Lie> sightings() {
        String seen = "\n{\"k\":\"read\",\"c\":900,\"task\":\"TASK\"}\n{\"k\":\"seen\",\"c\":900,\"status\":200,";
        return Stream.of(
                told(
                        Rule.FINAL_STAYS,
                        "a client sees an older version again",
                        r -> r.done,
                        "(?s)\\s*\\z",
                        seen + "\"state\":\"LOCKED\",\"ver\":3,\"attempt\":1}"),
                told(
                        Rule.FINAL_STAYS,
                        "a final state is seen to change",
                        r -> r.again,
                        "(?s)\\s*\\z",
                        seen + "\"state\":\"FAILED\",\"ver\":8,\"attempt\":2}"),
                told(
                        Rule.FINAL_STAYS,
                        "a client sees another result than is stored",
                        r -> r.done,
                        "(\"state\":\"DONE\".*\"result\":\")" + Rows.digest("\"open\""),
                        "$1" + Rows.digest("\"shut\"")),
                told(
                        Rule.FINAL_STAYS,
                        "a client sees a state that never was",
                        r -> r.done,
                        "\"LOCKED\",\"ver\":3,",
                        "\"PENDING\",\"ver\":3,"),
                stored(Rule.FINAL_STAYS, "a final state is left in the history", r -> r.done, """
                        insert into task_move values ('TASK', 5, now(), 'DONE', 'NEW', 'LEASE_EXPIRED', 1)
                        """));
    }

    private static Stream<Lie> versions() {
        return Stream.of(
                stored(
                        Rule.VERSIONS,
                        "a version has no move",
                        r -> r.failed,
                        "delete from task_move where task_id = 'TASK' and version = 2"),
                stored(
                        Rule.VERSIONS,
                        "the row is a version ahead",
                        r -> r.done,
                        "update task set version = version + 1 where id = 'TASK'"),
                stored(Rule.VERSIONS, "a move that the states do not allow", r -> r.expired, """
                        update task_move set cause = 'LEASE_EXPIRED' where task_id = 'TASK' and version = 2
                        """),
                told(
                        Rule.VERSIONS,
                        "a task is acknowledged though its device never did",
                        r -> r.lostLease,
                        "\\{\"k\":\"say\".*\"ack\",\"task\":\"TASK\".*\\s",
                        ""));
    }

    private static Stream<Lie> others() {
        return Stream.of(
                stored(
                        Rule.KEYS,
                        "a key is kept for another task",
                        r -> "key-1",
                        "update idempotency_key set task_id = gen_random_uuid() where key = 'TASK'"),
                told(
                        Rule.KEYS,
                        "a key makes two tasks",
                        r -> "key-1",
                        "(\"status\":202,\"task\":\")[^\"]*(.*\"replayed\":true)",
                        "$1" + Spans.firstId(0) + "$2"),
                told(
                        Rule.KEYS,
                        "a key is taken with another body",
                        r -> r.done,
                        "\"status\":422",
                        "\"status\":202,\"task\":\"TASK\""),
                told(
                        Rule.KEYS,
                        "a key is refused though the body is the same",
                        r -> "key-1",
                        "\"status\":202(.*\"replayed\":true)",
                        "\"status\":422"),
                told(Rule.FOREIGN, "another organisation sees a task", r -> r.done, "\"status\":404", "\"status\":200"),
                told(
                        Rule.FOREIGN,
                        "a device hears of another one's task",
                        r -> r.done,
                        "\"dev\":\"pump\",\"w\":\"tsk\",\"task\":\"TASK\"",
                        "\"dev\":\"valve\",\"w\":\"tsk\",\"task\":\"TASK\""),
                told(
                        Rule.FOREIGN,
                        "a task is done by another device's word",
                        r -> r.retried,
                        "valve(\",\"n\":\\d+,\"w\":\"res\",\"task\":\"TASK\",\"att\":2)",
                        "pump$1"),
                stored(Rule.EVENTS_ONCE, "an event is stored twice", r -> "event 101", """
                        insert into device_event select (left(id::text, 24) || 'ffffffffffff')::uuid, org, device_uid, device_id,
                          type, dev_event_id, dev_timestamp, received_at, body from device_event where dev_event_id = '101'
                        """),
                stored(
                        Rule.EVENTS_ONCE,
                        "an event that was confirmed is not stored",
                        r -> "event 101",
                        "delete from device_event where dev_event_id = '101'"),
                stored(Rule.EVENTS_ONCE, "an event is stored that nobody told", r -> "event 102", """
                        insert into device_event select (left(id::text, 24) || 'ffffffffffff')::uuid, org, device_uid, device_id,
                          type, '102', dev_timestamp, received_at, body from device_event where dev_event_id = '101'
                        """));
    }
}
