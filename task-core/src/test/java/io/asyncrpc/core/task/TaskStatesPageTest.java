package io.asyncrpc.core.task;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.task.EveryMove.Arrow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/task-states.md and the code tell the same: the code's arrows are found by trying everything. */
class TaskStatesPageTest {
    private static final Pattern DIAGRAM = Pattern.compile("(?ms)^```mermaid\\nstateDiagram-v2\\n(.*?)^```$");
    private static final Pattern ARROW = Pattern.compile("(?m)^ +(\\S+) --> (\\S+?)(?:: (.+))?$");

    /** Causes that change no state, and may come in any: the page says so instead of drawing them. */
    private static final Set<Cause> NOT_DRAWN = Set.of(Cause.FURTHER_RESULT, Cause.SAID_AGAIN);

    private final String page = read();
    private final EveryMove moves = EveryMove.find();

    @Test
    void theDiagramHasTheArrowsOfTheCodeAndNoOthers() {
        assertThat(String.join("\n", drawn())).isEqualTo(String.join("\n", done()));
    }

    @Test
    void whatIsNotDrawnChangesNoState() {
        assertThat(moves.arrows())
                .filteredOn(arrow -> NOT_DRAWN.contains(arrow.cause()))
                .isNotEmpty()
                .allSatisfy(arrow -> assertThat(arrow.to()).isEqualTo(arrow.from()));
    }

    @Test
    void everythingWasTried() {
        assertThat(moves.states()).containsExactlyInAnyOrder(TaskState.values());
        assertThat(moves.causes()).containsExactlyInAnyOrder(Cause.values());
        assertThat(Tasks.kinds(Tasks.EVENTS)).contains(TaskEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @EnumSource
    void everyStateHasAParagraphThatNamesWhatMayFollow(TaskState state) {
        // When
        String paragraph = Arrays.stream(page.split("\\n\\n"))
                .filter(it -> it.startsWith("**" + state + "**"))
                .findFirst()
                .orElse("");

        // Then
        assertThat(paragraph).isNotBlank();
        assertThat(moves.arrows())
                .filteredOn(arrow -> arrow.from() == state && arrow.to() != state)
                .allSatisfy(arrow -> assertThat(paragraph).contains(arrow.to().name()));
        assertThat(paragraph.contains("Final.")).isEqualTo(state.isFinal());
    }

    /** One text for each pair of states: {@code "NEW --> PENDING: acknowledged"}. */
    private Set<String> done() {
        Set<String> lines = new TreeSet<>();
        lines.add("[*] --> NEW: submitted");
        for (TaskState from : TaskState.values()) {
            for (TaskState to : TaskState.values()) {
                Set<String> causes = moves.arrows().stream()
                        .filter(arrow -> arrow.from() == from && arrow.to() == to)
                        .map(Arrow::cause)
                        .filter(cause -> !NOT_DRAWN.contains(cause))
                        .map(TaskStatesPageTest::words)
                        .collect(toCollection(TreeSet::new));
                if (!causes.isEmpty()) {
                    lines.add(from + " --> " + to + ": " + String.join(", ", causes));
                }
            }
            if (from.isFinal()) {
                lines.add(from + " --> [*]");
            }
        }
        return lines;
    }

    private Set<String> drawn() {
        Matcher diagram = DIAGRAM.matcher(page);
        assertThat(diagram.find()).as("the page has a diagram").isTrue();
        Matcher arrows = ARROW.matcher(diagram.group(1));
        return arrows.results().map(TaskStatesPageTest::sorted).collect(toCollection(TreeSet::new));
    }

    private static String sorted(MatchResult arrow) {
        String line = arrow.group(1) + " --> " + arrow.group(2);
        String causes = arrow.group(3);
        return causes == null
                ? line
                : line + ": "
                        + String.join(
                                ", ",
                                new TreeSet<>(Stream.of(causes.split(", ")).toList()));
    }

    private static String words(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "task-states.md"));
        } catch (IOException e) {
            throw new IllegalStateException("the tests run in the folder of their module", e);
        }
    }
}
