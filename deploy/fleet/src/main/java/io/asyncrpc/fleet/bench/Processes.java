package io.asyncrpc.fleet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * CPU time and memory of the system's processes with their children, from {@code /proc}. Memory that the children of one
 * process share is counted once.
 */
final class Processes {

    private static final List<String> NAMES =
            List.of("postgres", "rabbitmq", "task-core", "device-bridge", "scheduler", "api-gateway");
    private static final String SELF = "fleet";
    private static final double TICKS_PER_SECOND = 100;
    private static final double KILOBYTES = 1_024;

    private final Path pids;
    private final Path proc;

    /** @param pids the launcher's folder with a file for each process */
    Processes(Path pids, Path proc) {
        this.pids = pids;
        this.proc = proc;
    }

    /** By name; a process that does not run is not there. */
    Map<String, Usage> usage() {
        Map<Long, Stat> stats = stats();
        Map<String, Usage> usage = new LinkedHashMap<>();
        NAMES.forEach(name -> pid(name)
                .flatMap(pid -> Optional.ofNullable(stats.get(pid)))
                .ifPresent(root -> usage.put(name, usage(root, stats))));
        Stat self = stats.get(ProcessHandle.current().pid());
        if (self != null) {
            usage.put(SELF, usage(self, stats));
        }
        return usage;
    }

    private record Stat(long pid, long parent, long ticks, long ticksOfEnded) {}

    private Optional<Long> pid(String name) {
        try {
            return Optional.of(
                    Long.parseLong(Files.readString(pids.resolve(name)).split(" ")[0]));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Usage usage(Stat root, Map<Long, Stat> all) {
        long ticks = root.ticksOfEnded();
        long own = 0;
        long file = 0;
        long shared = 0;
        for (Stat member : family(root, all)) {
            ticks += member.ticks();
            Map<String, Long> memory = memory(member.pid());
            own += memory.getOrDefault("RssAnon", 0L);
            file = Math.max(file, memory.getOrDefault("RssFile", 0L));
            shared = Math.max(shared, memory.getOrDefault("RssShmem", 0L));
        }
        return new Usage(root.pid(), ticks / TICKS_PER_SECOND, (own + file + shared) / KILOBYTES);
    }

    private static List<Stat> family(Stat root, Map<Long, Stat> all) {
        List<Stat> members = new ArrayList<>();
        Deque<Stat> next = new ArrayDeque<>(List.of(root));
        while (!next.isEmpty()) {
            Stat member = next.removeFirst();
            members.add(member);
            all.values().stream().filter(stat -> stat.parent() == member.pid()).forEach(next::add);
        }
        return members;
    }

    private Map<Long, Stat> stats() {
        Map<Long, Stat> stats = new HashMap<>();
        try (Stream<Path> folders = Files.list(proc)) {
            folders.filter(folder ->
                            Character.isDigit(folder.getFileName().toString().charAt(0)))
                    .flatMap(folder -> stat(folder.resolve("stat")).stream())
                    .forEach(stat -> stats.put(stat.pid(), stat));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return stats;
    }

    /** Empty if it has ended meanwhile. The name, in brackets, may hold blanks. */
    private static Optional<Stat> stat(Path file) {
        try {
            String line = Files.readString(file);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return Optional.of(new Stat(
                    Long.parseLong(line.substring(0, line.indexOf(' '))),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
                    Long.parseLong(fields[13]) + Long.parseLong(fields[14])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Map<String, Long> memory(long pid) {
        Map<String, Long> values = new HashMap<>();
        try (Stream<String> lines = Files.lines(proc.resolve(Long.toString(pid)).resolve("status"))) {
            lines.filter(line -> line.startsWith("Rss"))
                    .forEach(line -> values.put(
                            line.substring(0, line.indexOf(':')), Long.parseLong(line.replaceAll("\\D", ""))));
        } catch (IOException | java.io.UncheckedIOException e) {
            return values;
        }
        return values;
    }
}
