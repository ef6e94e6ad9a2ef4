package io.asyncrpc.fleet.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordTest {

    private static final String TASK = "0199f1c2-0000-7000-8000-000000000001";

    /** One of each kind, once with all that it may say and once with as little as it can. */
    private static final List<Line> LINES = List.of(
            new Line.Submit(1, 7, "o", "d", "key", "00ff", 3, 60L),
            new Line.Submit(1, 8, "o", "d", null, "00ff", null, null),
            new Line.Submitted(2, 7, 202, TASK, 1L, "NEW", true),
            new Line.Submitted(2, 8, 429, null, null, null, false),
            new Line.Cancel(3, 9, "o", TASK, true),
            new Line.Cancelled(4, 9, 200, "CANCELED", 2L),
            new Line.Read(5, 10, "o", TASK, 30),
            new Line.Foreign(5, 11, "other", TASK),
            new Line.Seen(6, 10, 200, "DONE", "KNOWN", 3L, 1, "00ff", 200),
            new Line.Seen(6, 11, 404, null, null, null, null, null, null),
            new Line.Lost(7, 12, "time-out"),
            new Line.Events(7, 13, "o"),
            new Line.Listed(7, 13, List.of("2", "1")),
            new Line.Delete(7, 14, "o", "d"),
            new Line.Deleted(7, 14, 204),
            new Line.Conn(8, "d"),
            new Line.Gone(8, "d"),
            new Line.Crash(8, "d"),
            new Line.Hear(9, "d", "rsp", TASK, 1, 300, null, null, null, null),
            new Line.Hear(9, "d", "eva", null, null, null, null, "5", true, null),
            new Line.Say(10, "d", 1, "res", TASK, 1, 200, "1", "00ff", null, false),
            new Line.Say(10, "d", 2, "xyz", null, null, null, null, null, null, true),
            new Line.Took(11, "d", 1),
            new Line.Begun(12, "d", TASK, 1),
            new Line.Ran(13, "d", TASK, 1, 200, false),
            new Line.Ran(13, "d", TASK, 2, null, true));

    private final Path folder;

    RecordTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatIsNotedIsReadInThatOrder() {
        // Given
        try (Recorder recorder = Recorder.open(folder)) {
            LINES.forEach(recorder::note);
        }

        // When
        List<Line> read = new ArrayList<>();
        RecordReader.read(folder, read::add);

        // Then
        assertThat(read).isEqualTo(LINES);
    }

    @Test
    void aLineIsOneShortObject() throws IOException {
        // When
        try (Recorder recorder = Recorder.open(folder)) {
            recorder.note(new Line.Submitted(2, 8, 429, null, null, null, false));
            recorder.note(new Line.Begun(12, "d", TASK, 1));
        }

        // Then
        assertThat(Files.readAllLines(folder.resolve("record.jsonl")))
                .containsExactly(
                        "{\"k\":\"submitted\",\"t\":2,\"c\":8,\"status\":429}",
                        "{\"k\":\"run\",\"t\":12,\"dev\":\"d\",\"task\":\"" + TASK + "\",\"att\":1}");
    }

    @Test
    void moreThanTheQueueHoldsIsWritten() {
        // Given
        int many = 250_000;

        // When
        try (Recorder recorder = Recorder.open(folder)) {
            for (int n = 0; n < many; n++) {
                recorder.note(new Line.Took(n, "d", n));
            }
        }

        // Then
        AtomicLong next = new AtomicLong();
        RecordReader.read(folder, line -> assertThat(line.t()).isEqualTo(next.getAndIncrement()));
        assertThat(next).hasValue(many);
    }

    @Test
    void theRunIsReadAsItWasWritten() {
        // Given
        Run run = new Run("r1", "steady", 42, List.of("a", "b"), 200, 1, 2, true);

        // When
        run.write(folder);

        // Then
        assertThat(Run.read(folder)).isEqualTo(run);
    }

    @Test
    void theClockCountsOnFromItsAnchor() {
        // Given
        AtomicLong nanos = new AtomicLong(5_000_000);
        RecordClock clock = new RecordClock(1_000_000, nanos::get);

        // When
        nanos.addAndGet(2_500);

        // Then
        assertThat(clock.micros()).isEqualTo(1_000_002);
    }

    @Test
    void theDigestIsTheBeginningOfSha256() {
        assertThat(Digest.of(new byte[0])).isEqualTo("e3b0c44298fc1c14");
        assertThat(Digest.of("xabcx".getBytes(java.nio.charset.StandardCharsets.UTF_8), 1, 3))
                .isEqualTo("ba7816bf8f01cfea");
    }
}
