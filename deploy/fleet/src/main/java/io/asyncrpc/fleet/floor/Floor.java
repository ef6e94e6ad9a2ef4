package io.asyncrpc.fleet.floor;

import io.asyncrpc.fleet.bench.Sampling;
import io.asyncrpc.fleet.bench.Window;
import io.asyncrpc.fleet.check.DatabaseSettings;
import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.load.AccountFile;
import io.asyncrpc.fleet.load.Accounts;
import io.asyncrpc.fleet.load.Ending;
import io.asyncrpc.fleet.load.Installation;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code fleet floor register}, with the services, then {@code fleet floor}, without them. */
public final class Floor {

    public static final String USAGE = FloorOptions.USAGE;

    private static final String ORGANISATION = "bench";
    private static final Duration CONNECTING = Duration.ofMinutes(3);
    private static final Duration DRAINING = Duration.ofSeconds(10);

    private final Trips trips = new Trips();
    private final Map<String, String> environment;
    private final Installation place;
    private final FloorOptions options;
    private final PrintStream news;

    private Floor(Map<String, String> environment, FloorOptions options) {
        this.environment = environment;
        this.place = Installation.from(environment);
        this.options = options;
        this.news = options.json() ? System.err : System.out;
    }

    /**
     * @param arguments with {@code register} before them the devices' accounts are made, and that is all
     * @return whether everything was answered, and everything that was stored is right
     */
    public static boolean run(Map<String, String> environment, List<String> arguments) {
        boolean register = !arguments.isEmpty() && arguments.getFirst().equals("register");
        FloorOptions options = FloorOptions.of(arguments.subList(register ? 1 : 0, arguments.size()));
        Floor floor = new Floor(environment, options);
        if (register) {
            Accounts.make(floor.place, ORGANISATION, options.devices());
            return true;
        }
        try (Ending ending = Ending.of(Thread.currentThread())) {
            FloorFigures figures = floor.measured();
            floor.show(figures);
            return figures.good();
        } catch (InterruptedException e) {
            return false;
        } catch (FloorException e) {
            System.err.println("fleet: " + e.getMessage());
            return false;
        } catch (IOException | SQLException e) {
            System.err.println("fleet: the floor cannot be measured: " + e.getMessage());
            return false;
        }
    }

    private FloorFigures measured() throws IOException, SQLException, InterruptedException {
        List<Account> accounts = accounts().first(options.devices());
        Set<String> devices = accounts.stream().map(Account::username).collect(Collectors.toUnmodifiableSet());
        BrokerSettings broker = BrokerSettings.from(environment);
        try (Uplink uplink = Uplink.open(broker, devices);
                Answers answers = Answers.open(broker);
                Store store = store();
                Crowd crowd = new Crowd(place.broker(), accounts, place.state().resolve("floor"));
                Pipeline pipeline = new Pipeline(
                        uplink, answers, store, new Desk(devices, new TaskIds(crowd::now)), trips, crowd::now)) {
            return course(crowd, pipeline, store);
        }
    }

    private AccountFile accounts() {
        return AccountFile.of(place, ORGANISATION);
    }

    private Store store() throws SQLException {
        return options.database() ? FloorTables.make(DatabaseSettings.from(environment)) : Store.none();
    }

    /** Whoever interrupts it finds the thread ready to tidy up. */
    private FloorFigures course(Crowd crowd, Pipeline pipeline, Store store)
            throws IOException, SQLException, InterruptedException {
        try {
            news.printf("floor: %d devices connect%n", options.devices());
            crowd.connect(CONNECTING);
            news.printf("warm-up %d s, then %d s%n", options.warmUp(), options.seconds());
            pipeline.start();
            return figures(crowd, pipeline, store);
        } catch (IllegalStateException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(e.getMessage());
            }
            throw e;
        }
    }

    private FloorFigures figures(Crowd crowd, Pipeline pipeline, Store store)
            throws SQLException, InterruptedException {
        Sampling sampling = new Sampling(place.state(), crowd::now);
        Window window =
                sampling.during(Window.after(crowd.now(), options.warmUp(), options.seconds()), pipeline::hasFailed);
        pipeline.finish();
        Crowd.await(DRAINING, () -> pipeline.isOver() && (pipeline.hasFailed() || crowd.isQuiet()));
        pipeline.check();
        return FloorFigures.of(trips, window, sampling.samples(), store.violations(trips.made()));
    }

    private void show(FloorFigures figures) {
        news.print(figures.table());
        if (options.json()) {
            System.out.println(figures.json());
        }
    }
}
