package io.asyncrpc.fleet.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether colours are welcome: on a terminal, unless NO_COLOR (no-color.org) or a dumb one says otherwise. */
final class Terminal {

    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private Terminal() {}

    static boolean wantsColour(Map<String, String> environment) {
        return wantsColour(environment, isTerminal());
    }

    static boolean wantsColour(Map<String, String> environment, boolean terminal) {
        boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        return terminal && !refused && !dumb;
    }

    /** {@code System.console()} tells the truth on some Java versions only. */
    private static boolean isTerminal() {
        try {
            String device = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
