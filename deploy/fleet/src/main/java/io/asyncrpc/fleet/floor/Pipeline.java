package io.asyncrpc.fleet.floor;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole program between the broker and the database, on two threads: one gathers words for some milliseconds and
 * stores what came of them in one statement; the other one answers, and acknowledges them last.
 */
final class Pipeline implements AutoCloseable {

    private static final long LINGER_MILLIS = 3;
    private static final int LARGEST_BATCH = 500;
    private static final int BATCHES_AHEAD = 4;
    private static final long MICROS = 1_000_000;

    private final BlockingQueue<Said> words = new LinkedBlockingQueue<>();
    private final BlockingQueue<Batch> stored = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private final Thread keeper = thread("keeper", this::keep);
    private final Thread speaker = thread("speaker", this::speak);
    private final Uplink uplink;
    private final Answers answers;
    private final Store store;
    private final Desk desk;
    private final Trips trips;
    private final LongSupplier clock;
    private volatile boolean giving = true;
    private volatile @Nullable Exception failure;

    /** @param clock microseconds since 1970 */
    Pipeline(Uplink uplink, Answers answers, Store store, Desk desk, Trips trips, LongSupplier clock) {
        this.uplink = uplink;
        this.answers = answers;
        this.store = store;
        this.desk = desk;
        this.trips = trips;
        this.clock = clock;
    }

    private interface Work {
        void run() throws IOException, SQLException, InterruptedException;
    }

    /** The devices are there: each gets its first task. */
    void start() throws IOException {
        uplink.read(words::add);
        keeper.start();
        speaker.start();
    }

    /** No device gets another task. */
    void finish() {
        giving = false;
    }

    boolean isOver() {
        return trips.open() == 0 || hasFailed();
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** @throws FloorException if it is broken */
    void check() {
        Exception cause = failure;
        if (cause instanceof FloorException known) {
            throw known;
        } else if (cause != null) {
            throw new FloorException("the run broke off: " + cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        keeper.interrupt();
        speaker.interrupt();
        try {
            keeper.join();
            speaker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() throws SQLException, InterruptedException {
        Batch batch = desk.first(clock.getAsLong() / MICROS);
        while (true) {
            trips.begin(batch.made().keySet(), clock.getAsLong());
            store.keep(batch);
            trips.end(batch.results().keySet(), clock.getAsLong());
            stored.put(batch);
            batch = desk.fold(gathered(), giving, clock.getAsLong() / MICROS);
        }
    }

    private List<Said> gathered() throws InterruptedException {
        List<Said> some = new ArrayList<>(List.of(words.take()));
        TimeUnit.MILLISECONDS.sleep(LINGER_MILLIS);
        words.drainTo(some, LARGEST_BATCH);
        return some;
    }

    private void speak() throws IOException, InterruptedException {
        while (true) {
            Batch batch = stored.take();
            answers.say(batch.answers());
            if (batch.tag() > 0) {
                uplink.done(batch.tag());
            }
        }
    }

    private Thread thread(String name, Work work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            try {
                work.run();
            } catch (InterruptedException over) {
                return;
            } catch (IOException | SQLException | RuntimeException e) {
                failure = e;
            }
        });
    }
}
