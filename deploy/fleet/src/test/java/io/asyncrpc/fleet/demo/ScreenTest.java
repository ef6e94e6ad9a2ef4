package io.asyncrpc.fleet.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.fleet.demo.Screen.Voice;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void tellsWhenWhoToWhomAndWhat() {
        // Given
        Screen screen = screen(false);
        now = now.plusMillis(1_250);

        // When
        screen.says(Voice.DEVICE, Voice.CORE, "pump", "ack  seen");

        // Then
        assertThat(written.toString(UTF_8))
                .isEqualToIgnoringNewLines("   1.250s  device -> core    pump         ack  seen");
    }

    @Test
    void coloursALineOnlyIfAsked() {
        // When
        screen(true).trouble("lost");

        // Then
        assertThat(written.toString(UTF_8)).contains("\u001b[31mlost\u001b[0m");
    }

    @Test
    void coloursAreForTerminalsThatWantThem() {
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm"), true)).isTrue();
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm"), false)).isFalse();
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", "1"), true))
                .isFalse();
        assertThat(Terminal.wantsColour(Map.of("TERM", "dumb"), true)).isFalse();
    }

    private Screen screen(boolean coloured) {
        return new Screen(new PrintStream(written, true, UTF_8), coloured, () -> now);
    }
}
