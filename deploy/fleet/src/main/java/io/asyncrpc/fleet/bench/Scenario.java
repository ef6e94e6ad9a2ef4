package io.asyncrpc.fleet.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What may be measured, and how much of it unless something else is asked for. */
enum Scenario {

    /** Hardly anything happens: what the system takes by itself. */
    IDLE(new Shape().devices(200).rate(1)),

    /** A fair load that never changes. */
    STEADY(new Shape().devices(200).rate(300).warmUp(60)),

    /** As fast as it goes. */
    TOP(new Shape().devices(200).inFlight(200).warmUp(60)),

    /** The same with many devices. */
    SWARM(new Shape().devices(5_000).inFlight(200).warmUp(60)),

    /** First without, then with very many tasks that wait for devices that are away. */
    BACKLOG(new Shape().devices(200).rate(50).warmUp(60).waiting(1_000_000)),

    /** All devices lose their connection at once, a third of the time through, and come back to the sessions that they keep. */
    STORM(new Shape().devices(10_000).rate(50).session(3_600)),

    /** Clients ask for the state of finished tasks. */
    POLL(new Shape().devices(50).inFlight(256).seconds(30).warmUp(60)),

    /** Devices take 50 s for a call, so that some thousand clients wait at any time. */
    WAIT(new Shape().devices(500).rate(100).workMillis(50_000).warmUp(65));

    final int devices;
    final double rate;
    final int inFlight;
    final int seconds;
    final int warmUp;
    final int workMillis;
    final int waiting;
    final int session;

    Scenario(Shape shape) {
        this.devices = shape.devices;
        this.rate = shape.rate;
        this.inFlight = shape.inFlight;
        this.seconds = shape.seconds;
        this.warmUp = shape.warmUp;
        this.workMillis = shape.workMillis;
        this.waiting = shape.waiting;
        this.session = shape.session;
    }

    static Scenario named(String name) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario '" + name + "'; there are: " + names()));
    }

    static String names() {
        return Arrays.stream(values()).map(Scenario::text).collect(Collectors.joining(" | "));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static final class Shape {

        private int devices;
        private double rate;
        private int inFlight;
        private int seconds = 60;
        private int warmUp = 15;
        private int workMillis;
        private int waiting;
        private int session;

        Shape devices(int number) {
            devices = number;
            return this;
        }

        Shape rate(double perSecond) {
            rate = perSecond;
            return this;
        }

        Shape inFlight(int number) {
            inFlight = number;
            return this;
        }

        Shape seconds(int number) {
            seconds = number;
            return this;
        }

        Shape warmUp(int number) {
            warmUp = number;
            return this;
        }

        Shape workMillis(int millis) {
            workMillis = millis;
            return this;
        }

        Shape session(int seconds) {
            session = seconds;
            return this;
        }

        Shape waiting(int tasks) {
            waiting = tasks;
            return this;
        }
    }
}
