package io.asyncrpc.fleet.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** One line for each thing said or moved: when, who, to whom, what. */
final class Screen {

    /** Who speaks; the colour is an ANSI code. */
    enum Voice {
        CLIENT("client", "36"),
        DEVICE("device", "33"),
        CORE("core", "35"),
        STATE("state", "32"),
        SCENE("", "1"),
        TROUBLE("trouble", "31");

        private final String title;
        private final String colour;

        Voice(String title, String colour) {
            this.title = title;
            this.colour = colour;
        }
    }

    private final PrintStream out;
    private final boolean coloured;
    private final InstantSource clock;
    private final Instant start;

    Screen(PrintStream out, boolean coloured, InstantSource clock) {
        this.out = out;
        this.coloured = coloured;
        this.clock = clock;
        this.start = clock.instant();
    }

    void says(Voice from, Voice to, String deviceId, String words) {
        line(from, "%-6s -> %-6s  %-11s  %s".formatted(from.title, to.title, deviceId, words));
    }

    void moves(String deviceId, String words) {
        line(Voice.STATE, "%-16s  %-11s  %s".formatted("   state", deviceId, words));
    }

    void scene(String words) {
        line(Voice.SCENE, words);
    }

    void trouble(String words) {
        line(Voice.TROUBLE, words);
    }

    /** A line that is not of the play. */
    void plain(String words) {
        out.println(words);
    }

    private synchronized void line(Voice voice, String words) {
        double seconds = Duration.between(start, clock.instant()).toMillis() / 1000.0;
        out.printf(Locale.ROOT, "%8.3fs  %s%n", seconds, paint(voice, words));
    }

    private String paint(Voice voice, String words) {
        return coloured ? "\u001b[" + voice.colour + "m" + words + "\u001b[0m" : words;
    }
}
