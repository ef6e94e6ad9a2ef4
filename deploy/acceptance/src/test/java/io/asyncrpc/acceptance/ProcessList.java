package io.asyncrpc.acceptance;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What anybody on this machine can see of all processes while it is open: their command lines. */
final class ProcessList implements AutoCloseable {

    private final Set<String> commandLines = ConcurrentHashMap.newKeySet();
    private final Thread watcher = Thread.ofPlatform().start(this::watch);
    private volatile boolean over;

    Set<String> commandLines() {
        return commandLines;
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        watcher.join();
    }

    private void watch() {
        while (!over) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                processes.forEach(this::look);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void look(Path process) {
        try {
            commandLines.add(Files.readString(process.resolve("cmdline")).replace('\0', ' '));
        } catch (IOException e) {
            // It ended meanwhile
        }
    }
}
