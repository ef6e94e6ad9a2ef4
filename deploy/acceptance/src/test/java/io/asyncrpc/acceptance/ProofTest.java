package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The tests that docs/task-states.md names are there. Needs no running system. */
class ProofTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\|.*\\| *(`\\w+IT\\.\\w+`.*)\\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+IT)\\.(\\w+)`");
    private static final int ROWS_OF_THE_CONTRACT = 15;

    static final List<String> NAMED = ROW.matcher(page())
            .results()
            .flatMap(row -> TEST.matcher(row.group(1)).results())
            .map(test -> test.group(1) + "." + test.group(2))
            .distinct()
            .toList();

    @Test
    void thePageNamesATestForEachRowAtLeast() {
        assertThat(NAMED).hasSizeGreaterThan(ROWS_OF_THE_CONTRACT);
    }

    @ParameterizedTest
    @FieldSource("NAMED")
    void theNamedTestIsOne(String name) throws ClassNotFoundException {
        // Given
        String[] test = name.split("\\.");
        Class<?> type = Class.forName(
                getClass().getPackageName() + "." + test[0], false, getClass().getClassLoader());

        // Then
        assertThat(Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class)
                                || method.isAnnotationPresent(ParameterizedTest.class)))
                .anySatisfy(method -> assertThat(method.getName()).isEqualTo(test[1]));
    }

    private static String page() {
        try {
            return Files.readString(Path.of("../../docs/task-states.md"));
        } catch (IOException e) {
            throw new IllegalStateException("the tests run in the folder of their module", e);
        }
    }
}
