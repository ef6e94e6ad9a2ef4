package io.asyncrpc.fleet.check;

import java.sql.SQLException;

/** What becomes of tasks, in the record and in the tables. Each takes the id of its task and gives it back. */
final class Fates {
    private final Rows rows;
    private final Talk talk;

    Fates(Rows rows, Talk talk) {
        this.rows = rows;
        this.talk = talk;
    }

    private static String payload(long call) {
        return "{\"run\":\"%s\",\"c\":%d,\"angle\":90}".formatted(HonestRun.RUN, call);
    }

    String done(String id) throws SQLException {
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
    String again(String id) throws SQLException {
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

    String cancelled(String id) throws SQLException {
        long call = talk.accepted(id, "pump", 3);
        talk.cancelled(id, 200, "CANCELED", 2);
        talk.cancelled(id, 200, "CANCELED", 2);
        rows.task(
                id, "pump", 3, 0, payload(call), "CANCELED KNOWN - - -", "SUBMITTED NEW 0 0", "CANCELED CANCELED 0 1");
        return id;
    }

    String expired(String id) throws SQLException {
        long call = talk.accepted(id, "pump", 3);
        talk.hear("pump", "tsk", id);
        rows.task(
                id, "pump", 3, 0, payload(call), "EXPIRED KNOWN - - -", "SUBMITTED NEW 0 0", "EXPIRED EXPIRED 0 3600");
        return id;
    }

    /** Asked to stop, the device said that it failed. */
    String failed(String id) throws SQLException {
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

    String retried(String id) throws SQLException {
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

    String lostLease(String id) throws SQLException {
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
    String doubtful(String id) throws SQLException {
        long made = talk.submit("valve", null, "perhaps", 3);
        talk.lost(made);
        talk.lost(talk.submit("valve", null, "perhaps not", 3));
        expiredLater(id, made);
        return id;
    }

    String expiredLater(String id) throws SQLException {
        return expiredLater(id, talk.accepted(id, "valve", 3));
    }

    private String expiredLater(String id, long call) throws SQLException {
        rows.task(
                id, "valve", 3, 0, payload(call), "EXPIRED KNOWN - - -", "SUBMITTED NEW 0 0", "EXPIRED EXPIRED 0 3601");
        return id;
    }
}
