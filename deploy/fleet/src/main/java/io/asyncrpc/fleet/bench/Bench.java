package io.asyncrpc.fleet.bench;

import io.asyncrpc.fleet.check.Checker;
import io.asyncrpc.fleet.check.DatabaseSettings;
import io.asyncrpc.fleet.check.Report;
import io.asyncrpc.fleet.load.Installation;
import io.asyncrpc.fleet.load.Load;
import io.asyncrpc.fleet.load.LoadSettings;
import io.asyncrpc.fleet.net.Hearing;
import io.asyncrpc.fleet.record.Recorder;
import io.asyncrpc.fleet.record.Run;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** One run of a scenario: devices come, the load is measured and recorded, and the record is checked. */
public final class Bench {

    public static final String USAGE = Options.USAGE;

    private static final Duration CONNECTING = Duration.ofMinutes(3);

    private final Measure measure = new Measure();
    private final Installation place;
    private final Options options;
    private final PrintStream news;
    private final String run;
    private final Path folder;

    private Bench(Installation place, Options options) {
        this.place = place;
        this.options = options;
        this.news = options.json() ? System.err : System.out;
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        this.run = time + "-" + options.scenario().text();
        this.folder = place.state().resolve("bench").resolve(run);
    }

    /** @return whether everything was answered, and the checker found nothing */
    public static boolean run(Installation place, DatabaseSettings database, List<String> arguments) {
        Bench bench = new Bench(place, Options.of(arguments));
        Course.Outcome outcome = bench.measured(database);
        Figures figures = Figures.of(bench.options.scenario(), bench.measure, outcome.samples(), outcome.window());
        Report report = bench.checked(database);
        bench.show(outcome, figures, report);
        return figures.throughput().begun() > 0 && figures.failures().isEmpty() && report.isClean();
    }

    private Course.Outcome measured(DatabaseSettings database) {
        try (Recorder recorder = Recorder.open(folder);
                Load load = new Load(place, settings(), recorder, measure)) {
            long start = recorder.now();
            news.printf("%s: %d devices connect%n", options.scenario().text(), options.devices());
            load.connect(CONNECTING);
            news.printf("warm-up %d s, then %d s%n", options.warmUp(), options.seconds());
            Course.Outcome outcome =
                    new Course(options, place.state(), recorder, load, measure, backlog(database)).run();
            new Run(
                            run,
                            options.scenario().text(),
                            options.seed(),
                            load.organisations(),
                            options.devices(),
                            start,
                            recorder.now(),
                            outcome.drained())
                    .write(folder);
            return outcome;
        }
    }

    private Backlog backlog(DatabaseSettings database) {
        return new Backlog(place, database, options.organisation() + "-w");
    }

    private LoadSettings settings() {
        Duration work = Duration.ofMillis(options.workMillis());
        return new LoadSettings(
                run,
                options.organisation(),
                options.devices(),
                options.rate(),
                options.inFlight(),
                options.seed(),
                options.mixed(),
                options.keyed(),
                options.workMillis(),
                new Hearing(options.qos(), options.session()),
                Course.DRAINING.plus(work));
    }

    private Report checked(DatabaseSettings database) {
        try {
            return Checker.check(folder, database);
        } catch (IOException e) {
            throw new UncheckedIOException("the record cannot be checked", e);
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be checked", e);
        }
    }

    private void show(Course.Outcome outcome, Figures figures, Report report) {
        StringBuilder text = new StringBuilder(Show.table(figures));
        outcome.remarks().forEach(remark -> text.append(remark).append('\n'));
        report.violations().forEach(violation -> text.append(violation).append('\n'));
        text.append("checker: ").append(report.violationCount()).append(" violations");
        text.append(outcome.drained() ? "\n" : "; not everything came to its end in time\n");
        Path page = folder.resolve("report.html");
        try {
            Files.writeString(
                    page, Page.html(run, text.toString(), measure.all(), outcome.samples(), outcome.window()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        news.print(text);
        news.println("page and record: " + page);
        if (options.json()) {
            System.out.println(Show.json(figures, report.violationCount()));
        }
    }
}
