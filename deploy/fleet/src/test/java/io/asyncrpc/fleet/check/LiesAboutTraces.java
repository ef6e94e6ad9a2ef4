package io.asyncrpc.fleet.check;

import java.util.stream.Stream;

/** About what a task leaves behind: its origin, its results, what is seen of it, its key; and about events. */
final class LiesAboutTraces {

    private LiesAboutTraces() {}

    static Stream<Lie> all() {
        return Stream.of(origins(), results(), sightings(), others()).flatMap(lies -> lies);
    }

    private static Stream<Lie> origins() {
        return Stream.of(
                Lie.stored(
                        Rule.NOTHING_LOST,
                        "an accepted task is gone",
                        r -> r.cancelled,
                        "delete from task where id = 'TASK'"),
                Lie.stored(
                        Rule.NOTHING_LOST,
                        "a payload is gone",
                        r -> r.expired,
                        "delete from task_payload where task_id = 'TASK'"),
                Lie.stored(Rule.NOTHING_LOST, "one lost call made two tasks", r -> r.waiting, """
                        update task_payload set payload = (select payload from task_payload where task_id < 'TASK'
                          order by task_id desc limit 1) where task_id = 'TASK'
                        """),
                Lie.stored(
                        Rule.NOTHING_LOST,
                        "a task is for another device",
                        r -> r.waiting,
                        "update task set device_id = 'pump' where id = 'TASK'"),
                Lie.told(
                        Rule.NOTHING_LOST,
                        "a call that was refused made a task",
                        r -> r.doubtful,
                        "\"lost\"(.*)\"why\":\"time-out\"",
                        "\"submitted\"$1\"status\":429"),
                Lie.told(
                        Rule.NOTHING_LOST,
                        "nobody submitted a task",
                        r -> r.doubtful,
                        "\\{\"k\":\"submit\".*\\s.*time-out.*\\s",
                        ""),
                Lie.told(
                        Rule.NOTHING_LOST,
                        "a client is told that its task is not there",
                        r -> r.lostLease,
                        "\"status\":200(,\"state\":\"FAILED\",\"outcome\":\"UNKNOWN\")",
                        "\"status\":404$1"));
    }

    private static Stream<Lie> results() {
        return Stream.of(
                Lie.stored(Rule.RESULTS_ONCE, "a result is stored twice", r -> r.done, """
                        insert into task_result (task_id, result_id, attempt, status_code, ext_id, sha256, body, received_at)
                        select task_id, 2, attempt, status_code, ext_id, sha256, body, received_at from task_result
                        where task_id = 'TASK'
                        """),
                Lie.stored(
                        Rule.RESULTS_ONCE,
                        "a result that was taken is not stored",
                        r -> r.again,
                        "delete from task_result where task_id = 'TASK' and result_id = 1"),
                Lie.told(Rule.RESULTS_ONCE, "another result was taken", r -> r.failed, "(?s)\\s*\\z", """

                        {"k":"say","dev":"valve","n":900,"w":"res","task":"TASK","att":1,"status":501,"ext":"3","sha":"00"}
                        {"k":"took","dev":"valve","n":900}"""),
                Lie.told(
                        Rule.RESULTS_ONCE,
                        "a device hears that a result is stored which is not",
                        r -> r.done,
                        "(\"cmt\",\"task\":\"TASK\",\"rid\":)1",
                        "$12"));
    }

    private static Stream<Lie> sightings() {
        String seen = "\n{\"k\":\"read\",\"c\":900,\"task\":\"TASK\"}\n{\"k\":\"seen\",\"c\":900,\"status\":200,";
        return Stream.of(
                Lie.told(
                        Rule.FINAL_STAYS,
                        "a client sees an older version again",
                        r -> r.done,
                        "(?s)\\s*\\z",
                        seen + "\"state\":\"LOCKED\",\"ver\":3,\"attempt\":1}"),
                Lie.told(
                        Rule.FINAL_STAYS,
                        "a final state is seen to change",
                        r -> r.again,
                        "(?s)\\s*\\z",
                        seen + "\"state\":\"FAILED\",\"ver\":8,\"attempt\":2}"),
                Lie.told(
                        Rule.FINAL_STAYS,
                        "a client sees another result than is stored",
                        r -> r.done,
                        "(\"state\":\"DONE\".*\"result\":\")" + Rows.digest("\"open\""),
                        "$1" + Rows.digest("\"shut\"")),
                Lie.told(
                        Rule.FINAL_STAYS,
                        "a client sees a state that never was",
                        r -> r.done,
                        "\"LOCKED\",\"ver\":3,",
                        "\"PENDING\",\"ver\":3,"),
                Lie.stored(Rule.FINAL_STAYS, "a final state is left in the history", r -> r.done, """
                        insert into task_move values ('TASK', 5, now(), 'DONE', 'NEW', 'LEASE_EXPIRED', 1)
                        """));
    }

    private static Stream<Lie> others() {
        return Stream.of(
                Lie.stored(
                        Rule.KEYS,
                        "a key is kept for another task",
                        r -> "key-1",
                        "update idempotency_key set task_id = gen_random_uuid() where key = 'TASK'"),
                Lie.told(
                        Rule.KEYS,
                        "a key makes two tasks",
                        r -> "key-1",
                        "(\"status\":202,\"task\":\")[^\"]*(.*\"replayed\":true)",
                        "$1" + Spans.firstId(0) + "$2"),
                Lie.told(
                        Rule.KEYS,
                        "a key is taken with another body",
                        r -> r.done,
                        "\"status\":422",
                        "\"status\":202,\"task\":\"TASK\""),
                Lie.told(
                        Rule.KEYS,
                        "a key is refused though the body is the same",
                        r -> "key-1",
                        "\"status\":202(.*\"replayed\":true)",
                        "\"status\":422"),
                Lie.told(
                        Rule.FOREIGN,
                        "another organisation sees a task",
                        r -> r.done,
                        "\"status\":404",
                        "\"status\":200"),
                Lie.told(
                        Rule.FOREIGN,
                        "a device hears of another one's task",
                        r -> r.done,
                        "\"dev\":\"pump\",\"w\":\"tsk\",\"task\":\"TASK\"",
                        "\"dev\":\"valve\",\"w\":\"tsk\",\"task\":\"TASK\""),
                Lie.told(
                        Rule.FOREIGN,
                        "a task is done by another device's word",
                        r -> r.retried,
                        "valve(\",\"n\":\\d+,\"w\":\"res\",\"task\":\"TASK\",\"att\":2)",
                        "pump$1"),
                Lie.stored(Rule.EVENTS_ONCE, "an event is stored twice", r -> "event 101", """
                        insert into device_event select (left(id::text, 24) || 'ffffffffffff')::uuid, org, device_uid, device_id,
                          type, dev_event_id, dev_timestamp, received_at, body from device_event where dev_event_id = '101'
                        """),
                Lie.stored(
                        Rule.EVENTS_ONCE,
                        "an event that was confirmed is not stored",
                        r -> "event 101",
                        "delete from device_event where dev_event_id = '101'"),
                Lie.stored(Rule.EVENTS_ONCE, "an event is stored that nobody told", r -> "event 102", """
                        insert into device_event select (left(id::text, 24) || 'ffffffffffff')::uuid, org, device_uid, device_id,
                          type, '102', dev_timestamp, received_at, body from device_event where dev_event_id = '101'
                        """));
    }
}
