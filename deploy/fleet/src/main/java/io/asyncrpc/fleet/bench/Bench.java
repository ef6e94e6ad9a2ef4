package io.asyncrpc.fleet.bench;

import io.asyncrpc.fleet.check.Checker;
import io.asyncrpc.fleet.check.DatabaseSettings;
import io.asyncrpc.fleet.check.Report;
import io.asyncrpc.fleet.load.Installation;
import io.asyncrpc.fleet.load.Load;
import io.asyncrpc.fleet.load.LoadSettings;
import io.asyncrpc.fleet.record.Recorder;
import io.asyncrpc.fleet.record.Run;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of a scenario: devices come, the load warms up, is measured, and everything open comes to its end. */
public final class Bench {

    public static final String USAGE = Options.USAGE;

    private static final Duration CONNECTING = Duration.ofMinutes(3);
    private static final Duration DRAINING = Duration.ofSeconds(60);
    private static final long MICROS = 1_000_000;

    private final Installation place;
    private final Options options;
    private final PrintStream news;
    private final String run;
    private final Path folder;

    private Bench(Installation place, Options options, PrintStream news) {
        this.place = place;
        this.options = options;
        this.news = news;
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        this.run = time + "-" + options.scenario().text();
        this.folder = place.state().resolve("bench").resolve(run);
    }

    /** @return whether everything was answered, and the checker found nothing */
    public static boolean run(Installation place, DatabaseSettings database, List<String> arguments) {
        Options options = Options.of(arguments);
        Bench bench = new Bench(place, options, options.json() ? System.err : System.out);
        Figures figures = bench.measured();
        bench.news.println(Show.table(figures));
        Report report = bench.checked(database);
        bench.news.println("record: " + bench.folder);
        if (options.json()) {
            System.out.println(Show.json(figures, report.violationCount()));
        }
        return figures.begun() > 0 && figures.failures().isEmpty() && report.isClean();
    }

    private Report checked(DatabaseSettings database) {
        try {
            Report report = Checker.check(folder, database);
            report.violations().forEach(news::println);
            news.printf("checker: %d violations%n", report.violationCount());
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException("the record cannot be checked", e);
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be checked", e);
        }
    }

    private Figures measured() {
        Measure measure = new Measure();
        Samples samples = new Samples();
        try (Recorder recorder = Recorder.open(folder);
                Load load = new Load(place, settings(), recorder, measure)) {
            long start = recorder.now();
            news.printf("%s: %d devices connect%n", options.scenario().text(), options.devices());
            load.connect(CONNECTING);
            news.printf("warm-up %d s, then %d s%n", options.warmUp(), options.seconds());
            long from = recorder.now() + options.warmUp() * MICROS;
            long to = from + options.seconds() * MICROS;
            load.start();
            sample(samples, recorder, from, to);
            boolean drained = load.drain(DRAINING);
            new Run(
                            run,
                            options.scenario().text(),
                            options.seed(),
                            load.organisations(),
                            options.devices(),
                            start,
                            recorder.now(),
                            drained)
                    .write(folder);
            return Figures.of(options.scenario().text(), measure, samples, from, to);
        }
    }

    private LoadSettings settings() {
        return new LoadSettings(
                run,
                options.organisation(),
                options.devices(),
                options.rate(),
                options.inFlight(),
                options.seed(),
                options.mixed(),
                options.workMillis(),
                options.qos(),
                DRAINING);
    }

    private void sample(Samples samples, Recorder recorder, long from, long to) {
        Processes processes = new Processes(place.state().resolve("pid"), Path.of("/proc"));
        for (long next = from; next <= to; next += MICROS) {
            rest(next - recorder.now());
            samples.add(recorder.now(), processes.usage());
        }
    }

    private static void rest(long micros) {
        try {
            TimeUnit.MICROSECONDS.sleep(micros);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
