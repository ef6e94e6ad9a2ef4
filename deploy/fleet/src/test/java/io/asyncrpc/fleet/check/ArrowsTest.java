package io.asyncrpc.fleet.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The checker allows what the page of the states draws, and nothing else. */
class ArrowsTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "task-states.md");
    private static final Pattern ARROW = Pattern.compile("^ +(\\S+) --> ([A-Z]+): (.+)$", Pattern.MULTILINE);

    @Test
    void areThoseThatThePageOfTheStatesDraws() throws IOException {
        // When
        Set<String> drawn = new TreeSet<>();
        ARROW.matcher(Files.readString(PAGE)).results().forEach(arrow -> addCauses(drawn, arrow));

        // Then
        assertThat(drawn).hasSizeGreaterThan(20).containsExactlyInAnyOrderElementsOf(Arrows.ALL);
    }

    private static void addCauses(Set<String> drawn, MatchResult arrow) {
        String from = arrow.group(1).equals("[*]") ? "null" : arrow.group(1);
        for (String cause : arrow.group(3).split(", ")) {
            drawn.add("%s > %s %s"
                    .formatted(from, arrow.group(2), cause.replace(' ', '_').toUpperCase(Locale.ROOT)));
        }
    }
}
