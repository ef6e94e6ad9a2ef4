package io.asyncrpc.fleet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {

    private final Path proc;
    private final Path pids;

    ProcessesTest(@TempDir Path folder) throws IOException {
        proc = Files.createDirectory(folder.resolve("proc"));
        pids = Files.createDirectory(folder.resolve("pid"));
    }

    @Test
    void childrenCountAndSharedMemoryCountsOnce() throws IOException {
        // Given
        Files.writeString(pids.resolve("postgres"), "100 12345 boot\n");
        process(100, 1, "(postgres: main) x", 50, 200, 1_024, 2_048, 4_096);
        process(101, 100, "postgres", 100, 0, 1_024, 1_024, 4_096);
        process(102, 101, "grandchild", 25, 0, 1_024, 0, 1_024);
        process(200, 1, "another", 999, 0, 1_024, 0, 0);

        // When
        Map<String, Usage> usage = new Processes(pids, proc).usage();

        // Then
        assertThat(usage).containsOnlyKeys("postgres");
        assertThat(usage).containsEntry("postgres", new Usage(100, 3.75, 3 + 2 + 4));
    }

    @Test
    void thisProcessIsTheLoadGenerator() {
        // When
        Map<String, Usage> usage = new Processes(pids, Path.of("/proc")).usage();

        // Then
        assertThat(usage).containsOnlyKeys("fleet");
        assertThat(usage.get("fleet"))
                .satisfies(fleet -> assertThat(fleet.rssMb()).isPositive());
    }

    private void process(int pid, int parent, String name, int ticks, int ofEnded, int anon, int file, int shared)
            throws IOException {
        Path folder = Files.createDirectory(proc.resolve(Integer.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                pid + " (" + name + ") S " + parent + " 1 1 0 -1 0 0 0 0 0 " + ticks + " 0 " + ofEnded
                        + " 0 20 0 1 0 77 0 0");
        Files.writeString(
                folder.resolve("status"),
                "Name:\tx\nVmRSS:\t1 kB\nRssAnon:\t%d kB\nRssFile:\t%d kB\nRssShmem:\t%d kB\n"
                        .formatted(anon, file, shared));
    }
}
