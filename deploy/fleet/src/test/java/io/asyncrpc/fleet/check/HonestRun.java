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

    HonestRun(Path folder, Rows rows) throws SQLException {
        try (Recorder recorder = Recorder.open(folder)) {
            Talk talk = new Talk(recorder);
            Fates fates = new Fates(rows, talk);
            done = fates.done(rows.nextId());
            again = fates.again(rows.nextId());
            cancelled = fates.cancelled(rows.nextId());
            expired = fates.expired(rows.nextId());
            failed = fates.failed(rows.nextId());
            retried = fates.retried(rows.nextId());
            lostLease = fates.lostLease(rows.nextId());
            doubtful = fates.doubtful(rows.nextId());
            waiting = fates.expiredLater(rows.nextId());
            rows.event("pump", "41"); // of an earlier run
            rows.event("pump", "101");
            rows.event("pump", null); // of the house
            talk.tells("pump", "101");
            talk.tells("pump", "101");
        }
        long micros = Rows.BEGIN.toEpochMilli() * 1_000;
        new Run(RUN, "steady", 1, List.of(Rows.ORG), 2, micros, micros + 60_000_000, true).write(folder);
    }
}
