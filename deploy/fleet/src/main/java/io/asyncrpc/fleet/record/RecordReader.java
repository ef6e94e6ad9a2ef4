package io.asyncrpc.fleet.record;

import com.fasterxml.jackson.databind.MappingIterator;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads the record of a run, line by line. */
public final class RecordReader {

    private static final int BUFFER = 1 << 18;

    private RecordReader() {}

    /** In the order of the file. */
    public static void read(Path folder, Consumer<Line> each) {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(Format.lines(folder)), BUFFER);
                MappingIterator<Line> lines = Format.JSON.readerFor(Line.class).readValues(file)) {
            while (lines.hasNextValue()) {
                each.accept(lines.nextValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
