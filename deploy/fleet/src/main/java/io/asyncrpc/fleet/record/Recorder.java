package io.asyncrpc.fleet.record;

import com.fasterxml.jackson.databind.SequenceWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the record of a run. Any thread may note; one thread writes. It looks for lines some times a second and is not
 * woken for each, so that noting costs no system call; a full queue makes those wait who note.
 */
public final class Recorder implements AutoCloseable {

    private static final int QUEUE = 100_000;
    private static final int BUFFER = 1 << 18;
    private static final long REST_MILLIS = 50;

    private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(QUEUE);
    private final RecordClock clock = RecordClock.started();
    private final Path folder;
    private final Consumer<Line> tap;
    private final Thread writer;
    private volatile boolean closing;
    private volatile @Nullable IOException failure;

    private Recorder(Path folder, Consumer<Line> tap) {
        this.folder = folder;
        this.tap = tap;
        this.writer = Thread.ofPlatform().daemon().name("recorder").unstarted(this::write);
    }

    /** @param folder is made; a record that is there already is replaced */
    public static Recorder open(Path folder) {
        return open(folder, line -> {});
    }

    /** @param tap sees every line at once, on the thread that notes it */
    public static Recorder open(Path folder, Consumer<Line> tap) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Recorder recorder = new Recorder(folder, tap);
        recorder.writer.start();
        return recorder;
    }

    public Path folder() {
        return folder;
    }

    /** The time of a line that is noted now. */
    public long now() {
        return clock.micros();
    }

    public void note(Line line) {
        if (failure != null) {
            throw new UncheckedIOException("the record cannot be written", failure);
        }
        tap.accept(line);
        try {
            queue.put(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while noting", e);
        }
    }

    /** Returns when all that was noted is in the file. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new UncheckedIOException("the record is not complete", failure);
        }
    }

    private void write() {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(Format.lines(folder)), BUFFER);
                SequenceWriter lines = Format.JSON
                        .writerFor(Line.class)
                        .withRootValueSeparator("\n")
                        .writeValues(file)) {
            List<Line> batch = new ArrayList<>();
            while (take(batch)) {
                lines.writeAll(batch);
                batch.clear();
            }
        } catch (IOException e) {
            failure = e;
            queue.clear();
        } catch (InterruptedException e) {
            failure = new IOException("interrupted", e);
        }
    }

    /** False at the end. */
    private boolean take(List<Line> batch) throws InterruptedException {
        while (true) {
            boolean last = closing;
            if (queue.drainTo(batch) > 0) {
                return true;
            }
            if (last) {
                return false;
            }
            Thread.sleep(REST_MILLIS);
        }
    }
}
