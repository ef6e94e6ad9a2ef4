package io.asyncrpc.fleet.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What may be measured, and how much of it unless something else is asked for. */
enum Scenario {
    IDLE(200, 1, 0, 60),
    STEADY(200, 300, 0, 60),
    TOP(200, 0, 200, 60),
    SWARM(5_000, 0, 200, 60);

    private final int devices;
    private final double rate;
    private final int inFlight;
    private final int seconds;

    Scenario(int devices, double rate, int inFlight, int seconds) {
        this.devices = devices;
        this.rate = rate;
        this.inFlight = inFlight;
        this.seconds = seconds;
    }

    static Scenario named(String name) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario '%s'; there are: %s"
                        .formatted(
                                name,
                                Arrays.stream(values()).map(Scenario::text).collect(Collectors.joining(" ")))));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    Options defaults() {
        return new Options(this, devices, rate, inFlight, seconds, 15, 1, "bench", false, 0, 0, false);
    }
}
