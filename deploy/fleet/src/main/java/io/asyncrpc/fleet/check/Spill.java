package io.asyncrpc.fleet.check;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lines in files, a part of them at a time in memory. Each part keeps the order in which its lines came. */
final class Spill implements AutoCloseable {
    private final Path folder;
    private final List<@Nullable BufferedWriter> parts = new ArrayList<>();

    /** What is done with each line. */
    @FunctionalInterface
    interface Lines {
        void take(Entry line) throws IOException;
    }

    /** @param place where its files may lie meanwhile: they are as large as the record */
    Spill(Path place, int count) throws IOException {
        folder = Files.createTempDirectory(place, "check-");
        for (int i = 0; i < count; i++) {
            parts.add(null);
        }
    }

    int count() {
        return parts.size();
    }

    void add(int part, Entry line) throws IOException {
        BufferedWriter writer = parts.get(part);
        if (writer == null) {
            writer = Files.newBufferedWriter(file(part));
            parts.set(part, writer);
        }
        writer.write(line.written());
        writer.write('\n');
    }

    void read(int part, Lines lines) throws IOException {
        BufferedWriter writer = parts.get(part);
        if (writer == null) {
            return;
        }
        writer.flush();
        try (BufferedReader reader = Files.newBufferedReader(file(part))) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                lines.take(Entry.read(text));
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (BufferedWriter writer : parts) {
            if (writer != null) {
                writer.close();
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private Path file(int part) {
        return folder.resolve("part-" + part);
    }
}
