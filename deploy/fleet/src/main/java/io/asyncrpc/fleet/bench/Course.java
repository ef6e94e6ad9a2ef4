package io.asyncrpc.fleet.bench;

import io.asyncrpc.fleet.load.Load;
import io.asyncrpc.fleet.load.Step;
import io.asyncrpc.fleet.record.Recorder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;

/** How a scenario goes, from the first call to the last answer. */
final class Course {

    static final Duration DRAINING = Duration.ofSeconds(60);

    private static final long MICROS = 1_000_000;
    private static final int SAMPLE_TASKS_SECONDS = 5;
    private static final int BARE_SECONDS = 10;
    private static final int LISTS_PER_SECOND = 10;

    private final Duration patience;
    private final List<String> remarks = new ArrayList<>();
    private final Options options;
    private final Path state;
    private final Recorder recorder;
    private final Sampling sampling;
    private final Load load;
    private final Backlog backlog;
    private final Measure measure;

    Course(Options options, Path state, Recorder recorder, Load load, Measure measure, Backlog backlog) {
        this.options = options;
        this.state = state;
        this.recorder = recorder;
        this.sampling = new Sampling(state, recorder::now);
        this.load = load;
        this.measure = measure;
        this.backlog = backlog;
        this.patience = DRAINING.plusMillis(options.workMillis());
    }

    /**
     * @param drained everything came to its end
     * @param remarks what else was measured
     */
    record Outcome(Window window, Samples samples, List<String> remarks, boolean drained) {}

    Outcome run() {
        return switch (options.scenario()) {
            case IDLE, STEADY, TOP, SWARM, WAIT -> plain();
            case BACKLOG -> backlog();
            case STORM -> storm();
            case POLL -> poll();
        };
    }

    private Outcome plain() {
        load.start();
        Window window = measured();
        return ended(window, load.drain(patience));
    }

    private Outcome storm() {
        long cut = recorder.now() + (options.warmUp() + options.seconds() / 3) * MICROS;
        Thread storm = Thread.ofVirtual().start(() -> cutAll(cut));
        load.start();
        Window window = measured();
        boolean drained = load.drain(patience);
        join(storm);
        return ended(window, drained);
    }

    private void cutAll(long at) {
        Sampling.rest(at - recorder.now());
        load.cutDevices();
        long began = recorder.now();
        while (load.connected() < options.devices() && recorder.now() - began < DRAINING.toSeconds() * MICROS) {
            Sampling.rest(20_000);
        }
        remark(
                "%d of %d devices were back %.1f s after all had lost their connections",
                load.connected(), options.devices(), (recorder.now() - began) / (double) MICROS);
    }

    /** The same load twice, before and after; what is told are the figures of the second time. */
    private Outcome backlog() {
        backlog.register();
        load.alsoList(backlog.token(), backlog.anyDevice(), LISTS_PER_SECOND);
        load.start();
        Window before = window();
        Sampling.rest(before.to() - recorder.now());
        long began = recorder.now();
        long waiting = backlog.fill(options.waiting());
        remark("%d tasks wait; adding them took %.0f s", waiting, (recorder.now() - began) / (double) MICROS);
        Window after = measured();
        for (Step step : Step.values()) {
            Latency empty = measure.latency(step, before);
            Latency full = measure.latency(step, after);
            remark(
                    "%s: p50 %.1f ms and p99 %.1f ms before, %.1f ms and %.1f ms with them: p99 is %.2f times as long",
                    step.name().toLowerCase(Locale.ROOT),
                    empty.p50(),
                    empty.p99(),
                    full.p50(),
                    full.p99(),
                    empty.p99() == 0 ? 0 : full.p99() / empty.p99());
        }
        return ended(after, load.drain(patience));
    }

    private Outcome poll() {
        load.start();
        Sampling.rest(SAMPLE_TASKS_SECONDS * MICROS);
        boolean drained = load.drain(patience);
        load.onlyRead(measure.tasks());
        load.start();
        Window window = measured();
        drained &= load.drain(patience);
        double reads = measure.ended(window) / window.seconds();
        load.onlyCall(liveness());
        load.start();
        long from = recorder.now() + 3 * MICROS;
        Window bare = new Window(from, from + BARE_SECONDS * MICROS);
        Sampling.rest(bare.to() - recorder.now());
        drained &= load.drain(patience);
        double calls = measure.ended(bare) / bare.seconds();
        remark(
                "%.0f reads a second; %.0f calls a second of the gateway's /q/health/live: ratio %.2f",
                reads, calls, reads / calls);
        return ended(window, drained);
    }

    /** The plainest address of the same process: no token, no other service. */
    private URI liveness() {
        Properties ports = new Properties();
        try (var reader = Files.newBufferedReader(state.resolve("ports"))) {
            ports.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return URI.create("http://127.0.0.1:" + ports.getProperty("API_MANAGEMENT") + "/q/health/live");
    }

    private Window measured() {
        CompletableFuture<Void> end = options.untilInputEnds() ? inputEnd() : new CompletableFuture<>();
        return sampling.during(window(), end::isDone);
    }

    /** What is written there is of no interest. */
    private static CompletableFuture<Void> inputEnd() {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException closed) {
                        return;
                    }
                },
                Thread::startVirtualThread);
    }

    private Window window() {
        return Window.after(recorder.now(), options.warmUp(), options.seconds());
    }

    private Outcome ended(Window window, boolean drained) {
        return new Outcome(window, sampling.samples(), List.copyOf(remarks), drained);
    }

    private synchronized void remark(String format, Object... values) {
        remarks.add(String.format(Locale.ROOT, format, values));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
