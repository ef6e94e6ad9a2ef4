package io.asyncrpc.fleet.check;

import io.asyncrpc.fleet.record.Recorder;
import io.asyncrpc.fleet.record.Run;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** A small run as the core, its clients and its devices would have left it: a task of each fate. */
final class HonestRun {
    static final String RUN = "run-1";

    final String done;
    final String again;
    final String cancelled;
    final String expired;
    final String failed;
    final String retried;
    final String lostLease;
    final String doubtful;
    final String waiting;

    private final Rows rows;
    private final Talk talk;

    HonestRun(Path folder, Rows rows) throws SQLException {
        try (Recorder recorder = Recorder.open(folder)) {
            this.rows = rows;
            this.talk = new Talk(recorder);
            done = done(rows.nextId());
            again = again(rows.nextId());
            cancelled = cancelled(rows.nextId());
            expired = expired(rows.nextId());
            failed = failed(rows.nextId());
            retried = retried(rows.nextId());
            lostLease = lostLease(rows.nextId());
            doubtful = doubtful(rows.nextId());
            waiting = expiredLater(rows.nextId());
            rows.event("pump", "41"); // of an earlier run
            rows.event("pump", "101");
            talk.tells("pump", "101");
            talk.tells("pump", "101");
        }
        long micros = Rows.BEGIN.toEpochMilli() * 1_000;
        new Run(RUN, "steady", 1, List.of(Rows.ORG), 2, micros, micros + 60_000_000, true).write(folder);
    }

    private static String payload(long call) {
        return "{\"run\":\"%s\",\"c\":%d,\"angle\":90}".formatted(RUN, call);
    }

    private String done(String id) throws SQLException {
        long call = talk.submit("pump", "key-1", "one", 3);
        talk.submitted(call, 202, id, false);
        talk.submitted(talk.submit("pump", "key-1", "one", 3), 202, id, true);
        talk.submitted(talk.submit("pump", "key-1", "another", 3), 422, null, false);
        talk.begins("pump", id, 1);
        talk.saw(id, "LOCKED", null, 3, 1);
        talk.answers("pump", id, 1, 200, "7", "\"open\"");
        talk.answers("pump", id, 1, 200, "7", "\"open\"");
        talk.committed("pump", id, 1);
        talk.sawResult(id, "DONE", 4, 1, 200, "\"open\"");
        talk.foreign(id);
        rows.task(
                id,
                "pump",
                3,
                1,
                payload(call),
                "DONE KNOWN - - 1",
                "SUBMITTED NEW 0 0",
                "ACKNOWLEDGED PENDING 0 1",
                "CLAIMED LOCKED 1 2",
                "RESULT DONE 1 3");
        rows.result(id, 1, 1, 200, "7", "\"open\"");
        rows.key("key-1", "one", id);
        return id;
    }

    /** The device crashed; its old result came late, was kept, and changed nothing. */
    private String again(String id) throws SQLException {
        long call = talk.accepted(id, "pump", 3);
        talk.begins("pump", id, 1);
        talk.crashes("pump");
        talk.begins("pump", id, 2);
        talk.answers("pump", id, 1, 500, "8", "1");
        talk.answers("pump", id, 2, 200, "9", "2");
        talk.committed("pump", id, 2);
        talk.sawResult(id, "DONE", 7, 2, 200, "2");
        rows.task(
                id,
                "pump",
                3,
                2,
                payload(call),
                "DONE KNOWN - - 2",
                "SUBMITTED NEW 0 0",
                "ACKNOWLEDGED PENDING 0 1",
                "CLAIMED LOCKED 1 2",
                "LEASE_EXPIRED NEW 1 12",
                "CLAIMED LOCKED 2 13",
                "FURTHER_RESULT LOCKED 2 14",
                "RESULT DONE 2 15");
        rows.result(id, 1, 1, 500, "8", "1");
        rows.result(id, 2, 2, 200, "9", "2");
        return id;
    }

    private String cancelled(String id) throws SQLException {
        long call = talk.accepted(id, "pump", 3);
        talk.cancelled(id, 200, "CANCELED", 2);
        talk.cancelled(id, 200, "CANCELED", 2);
        rows.task(
                id, "pump", 3, 0, payload(call), "CANCELED KNOWN - - -", "SUBMITTED NEW 0 0", "CANCELED CANCELED 0 1");
        return id;
    }

    private String expired(String id) throws SQLException {
        long call = talk.accepted(id, "pump", 3);
        talk.hear("pump", "tsk", id);
        rows.task(
                id, "pump", 3, 0, payload(call), "EXPIRED KNOWN - - -", "SUBMITTED NEW 0 0", "EXPIRED EXPIRED 0 3600");
        return id;
    }

    /** Asked to stop, the device said that it failed. */
    private String failed(String id) throws SQLException {
        long call = talk.accepted(id, "valve", 3);
        talk.begins("valve", id, 1);
        talk.cancelled(id, 202, "LOCKED", 4);
        talk.answers("valve", id, null, 500, "0", "\"stuck\"");
        talk.committed("valve", id, 1);
        talk.sawResult(id, "FAILED", 5, 1, 500, "\"stuck\"");
        rows.task(
                id,
                "valve",
                3,
                1,
                payload(call),
                "FAILED KNOWN DEVICE_ERROR 500 1",
                "SUBMITTED NEW 0 0",
                "ACKNOWLEDGED PENDING 0 1",
                "CLAIMED LOCKED 1 2",
                "CANCEL_REQUESTED LOCKED 1 3",
                "RESULT FAILED 1 4");
        rows.result(id, 1, 1, 500, "0", "\"stuck\"");
        return id;
    }

    private String retried(String id) throws SQLException {
        long call = talk.submit("valve", "key-2", "two", 3);
        talk.submitted(call, 202, id, false);
        talk.begins("valve", id, 1);
        talk.answers("valve", id, 1, 503, "1", "null");
        talk.begins("valve", id, 2);
        talk.answers("valve", id, 2, 200, "2", "\"shut\"");
        talk.saw(id, "DONE", "KNOWN", 7, 2);
        rows.task(
                id,
                "valve",
                3,
                2,
                payload(call),
                "DONE KNOWN - - 2",
                "SUBMITTED NEW 0 0",
                "ACKNOWLEDGED PENDING 0 1",
                "CLAIMED LOCKED 1 2",
                "RETRY_BACKOFF NEW 1 3",
                "CLAIMED LOCKED 2 13",
                "PROGRESS LOCKED 2 14",
                "RESULT DONE 2 15");
        rows.result(id, 1, 1, 503, "1", "null");
        rows.result(id, 2, 2, 200, "2", "\"shut\"");
        rows.key("key-2", "two", id);
        return id;
    }

    private String lostLease(String id) throws SQLException {
        long call = talk.accepted(id, "valve", 1);
        talk.begins("valve", id, 1);
        talk.crashes("valve");
        talk.saw(id, "FAILED", "UNKNOWN", 4, 1);
        rows.task(
                id,
                "valve",
                1,
                1,
                payload(call),
                "FAILED UNKNOWN LEASE_EXPIRED - -",
                "SUBMITTED NEW 0 0",
                "ACKNOWLEDGED PENDING 0 1",
                "CLAIMED LOCKED 1 2",
                "LEASE_EXPIRED FAILED 1 12");
        return id;
    }

    /** One call whose answer was lost made a task, another did not. */
    private String doubtful(String id) throws SQLException {
        long made = talk.submit("valve", null, "perhaps", 3);
        talk.lost(made);
        talk.lost(talk.submit("valve", null, "perhaps not", 3));
        expiredLater(id, made);
        return id;
    }

    private String expiredLater(String id) throws SQLException {
        return expiredLater(id, talk.accepted(id, "valve", 3));
    }

    private String expiredLater(String id, long call) throws SQLException {
        rows.task(
                id, "valve", 3, 0, payload(call), "EXPIRED KNOWN - - -", "SUBMITTED NEW 0 0", "EXPIRED EXPIRED 0 3601");
        return id;
    }
}
