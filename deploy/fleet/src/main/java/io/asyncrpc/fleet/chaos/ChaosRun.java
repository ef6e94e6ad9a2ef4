package io.asyncrpc.fleet.chaos;

import com.sun.management.OperatingSystemMXBean;
import io.asyncrpc.fleet.chaos.broker.BrokerException;
import io.asyncrpc.fleet.chaos.broker.DeadMessage;
import io.asyncrpc.fleet.chaos.fault.Catalogue;
import io.asyncrpc.fleet.chaos.fault.World;
import io.asyncrpc.fleet.chaos.host.HostException;
import io.asyncrpc.fleet.chaos.pulse.Norm;
import io.asyncrpc.fleet.chaos.pulse.Pulse;
import io.asyncrpc.fleet.chaos.report.Pages;
import io.asyncrpc.fleet.chaos.report.Trial;
import io.asyncrpc.fleet.chaos.report.Verdict;
import io.asyncrpc.fleet.check.Checker;
import io.asyncrpc.fleet.check.DatabaseSettings;
import io.asyncrpc.fleet.check.Report;
import io.asyncrpc.fleet.device.DeviceChannel.Broker;
import io.asyncrpc.fleet.load.Ending;
import io.asyncrpc.fleet.load.Installation;
import io.asyncrpc.fleet.load.Load;
import io.asyncrpc.fleet.load.LoadSettings;
import io.asyncrpc.fleet.net.Hearing;
import io.asyncrpc.fleet.record.Recorder;
import io.asyncrpc.fleet.record.Run;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The command: the house is entered, the load begins, faults follow one another, everything ends, and is checked. */
public final class ChaosRun {

    private static final String NAME = "chaos";
    private static final Duration CONNECTING = Duration.ofMinutes(2);

    private static final Duration WARM_UP = Duration.ofSeconds(15);

    /** How long a client waits for the end of a task, so that it sees those that fell into a fault. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration DRAINING = Duration.ofMinutes(3);

    private final ChaosSettings settings;
    private final Installation place;
    private final DatabaseSettings database;
    private final PrintStream out;
    private final String run;
    private final Path folder;
    private final Set<String> prompt = new HashSet<>();
    private final Pulse pulse = new Pulse(prompt::contains);
    private final Unended unended = new Unended();

    private ChaosRun(ChaosSettings settings, Map<String, String> environment, PrintStream out) {
        this.settings = settings;
        this.place = Installation.from(environment);
        this.database = DatabaseSettings.from(environment);
        this.out = out;
        this.run = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")) + "-" + NAME;
        this.folder = place.state().resolve("bench").resolve(run);
    }

    /**
     * Whoever ends the process before the run is over waits until faults are undone.
     *
     * @return whether all recovered in time and the checker found nothing
     */
    public static boolean run(ChaosSettings settings, Map<String, String> environment, PrintStream out) {
        ChaosRun run = new ChaosRun(settings, environment, out);
        try (Ending ending = Ending.of(Thread.currentThread())) {
            return run.inTheHouse(environment);
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the run", e);
        } catch (InterruptedException e) {
            return false;
        } catch (HostException | BrokerException e) {
            out.println("fleet: " + e.getMessage());
            return false;
        } catch (IllegalStateException e) {
            if (Thread.interrupted()) {
                return false;
            }
            throw e;
        }
    }

    private boolean inTheHouse(Map<String, String> environment) throws InterruptedException, IOException {
        AtomicReference<World> world = new AtomicReference<>();
        boolean clocks = !House.library(environment).isEmpty();
        Catalogue catalogue = new Catalogue(() -> Objects.requireNonNull(world.get()), clocks, settings.seed());
        Programme programme = new Programme(catalogue::all, settings.faults(), settings.seed());
        try (House house = House.enter(environment, settings, out)) {
            world.set(house.world());
            Verdict verdict = tryOut(house, programme);
            new Pages(verdict, pulse).write(folder, settings.report());
            out.println(Pages.table(verdict));
            out.println("record and report: " + folder);
            return verdict.good();
        }
    }

    private Verdict tryOut(House house, Programme programme) throws InterruptedException, IOException {
        List<String> complaints = new ArrayList<>();
        List<Trial> trials;
        Norm norm;
        Broker throughLink =
                new Broker(place.broker().host(), house.world().links().mqttPort());
        try (Recorder recorder = Recorder.open(folder, pulse);
                Load load = new Load(place.at(place.api(), throughLink), load(), recorder, unended)) {
            long start = recorder.now();
            prompt.addAll(load.promptDevices());
            load.connect(CONNECTING);
            load.start();
            out.printf(
                    "%d devices, %d of them prompt, %.0f tasks a second%n",
                    settings.devices(), prompt.size(), settings.rate());
            Chaos chaos = new Chaos(pulse, recorder::now, out);
            norm = chaos.norm(WARM_UP);
            trials = chaos.run(programme, settings.length(), norm);
            complaints.addAll(chaos.troubles());
            boolean drained = load.drain(DRAINING);
            if (!drained) {
                complaints.add("not every accepted task was seen to its end");
            }
            new Run(
                            run,
                            NAME,
                            settings.seed(),
                            load.organisations(),
                            settings.devices(),
                            start,
                            recorder.now(),
                            drained)
                    .write(folder);
        }
        house.dead().stream().map(ChaosRun::dead).forEach(complaints::add);
        unended.texts().forEach(complaints::add);
        Report report = check();
        out.println("checker: " + report.counts());
        report.violations().forEach(violation -> complaints.add("checker: " + violation));
        out.printf("checker: %d violations%n", report.violationCount());
        return new Verdict(
                settings.command(),
                LocalDate.now(),
                machine(),
                norm,
                settings.limit(),
                pulse.tasks(),
                trials,
                complaints);
    }

    private static String machine() {
        long bytes = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return "%d cores, %d GB, everything on them"
                .formatted(Runtime.getRuntime().availableProcessors(), Math.round(bytes / 1e9));
    }

    private LoadSettings load() {
        return new LoadSettings(
                run,
                NAME,
                settings.devices(),
                settings.rate(),
                0,
                settings.seed(),
                true,
                false,
                0,
                new Hearing(1, 0),
                PATIENCE);
    }

    private Report check() throws IOException {
        try {
            return Checker.check(folder, database);
        } catch (SQLException e) {
            throw new IllegalStateException("the database cannot be checked", e);
        }
    }

    private static String dead(DeadMessage message) {
        return "put away: " + message.reason() + ": "
                + message.body().substring(0, Math.min(200, message.body().length()));
    }
}
