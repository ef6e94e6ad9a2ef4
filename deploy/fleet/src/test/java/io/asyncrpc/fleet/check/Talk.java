package io.asyncrpc.fleet.check;

import io.asyncrpc.fleet.record.Line;
import io.asyncrpc.fleet.record.Recorder;
import org.jspecify.annotations.Nullable;

/** Notes what clients and devices do, a microsecond after another. */
final class Talk {
    private final Recorder record;
    private long time = Rows.BEGIN.toEpochMilli() * 1_000;
    private long calls;
    private long words;

    Talk(Recorder record) {
        this.record = record;
    }

    long submit(String device, @Nullable String key, String body, int maxAttempts) {
        record.note(new Line.Submit(
                ++time, ++calls, Rows.ORG, device, key, Rows.digest(body), maxAttempts, key == null ? 3600L : null));
        return calls;
    }

    void submitted(long call, int status, @Nullable String task, boolean replayed) {
        record.note(new Line.Submitted(
                ++time, call, status, task, task == null ? null : 1L, task == null ? null : "NEW", replayed));
    }

    long accepted(String task, String device, int maxAttempts) {
        long call = submit(device, null, "body " + calls, maxAttempts);
        submitted(call, 202, task, false);
        return call;
    }

    void lost(long call) {
        record.note(new Line.Lost(++time, call, "time-out"));
    }

    void cancelled(String task, int status, String state, long version) {
        record.note(new Line.Cancel(++time, ++calls, Rows.ORG, task, false));
        record.note(new Line.Cancelled(++time, calls, status, state, version));
    }

    void saw(String task, String state, @Nullable String outcome, long version, int attempt) {
        record.note(new Line.Read(++time, ++calls, Rows.ORG, task, null));
        record.note(new Line.Seen(++time, calls, 200, state, outcome, version, attempt, null, null));
    }

    void sawResult(String task, String state, long version, int attempt, int status, String body) {
        record.note(new Line.Read(++time, ++calls, Rows.ORG, task, 30));
        record.note(new Line.Seen(++time, calls, 200, state, "KNOWN", version, attempt, Rows.digest(body), status));
    }

    void foreign(String task) {
        record.note(new Line.Foreign(++time, ++calls, "org-other", task));
        record.note(new Line.Seen(++time, calls, 404, null, null, null, null, null, null));
    }

    void hear(String device, String word, String task) {
        record.note(new Line.Hear(++time, device, word, task, null, null, null, null, null, null));
    }

    void committed(String device, String task, long id) {
        record.note(new Line.Hear(++time, device, "cmt", task, null, null, id, null, null, null));
    }

    void say(String device, String word, @Nullable String task) {
        record.note(new Line.Say(++time, device, ++words, word, task, null, null, null, null, null, false));
        record.note(new Line.Took(++time, device, words));
    }

    /** Rung, asked, handed out and begun. */
    void begins(String device, String task, int attempt) {
        hear(device, "tsk", task);
        say(device, "ack", task);
        say(device, "req", task);
        record.note(new Line.Hear(++time, device, "rsp", task, attempt, Rows.LEASE, null, null, null, null));
        record.note(new Line.Begun(++time, device, task, attempt));
    }

    void answers(String device, String task, @Nullable Integer attempt, int status, String ext, String body) {
        record.note(new Line.Say(
                ++time, device, ++words, "res", task, attempt, status, ext, Rows.digest(body), null, false));
        record.note(new Line.Took(++time, device, words));
    }

    void crashes(String device) {
        record.note(new Line.Crash(++time, device));
    }

    void tells(String device, String number) {
        record.note(new Line.Say(++time, device, ++words, "evt", null, null, null, null, null, number, false));
        record.note(new Line.Took(++time, device, words));
        record.note(new Line.Hear(++time, device, "eva", null, null, null, null, number, true, null));
    }
}
