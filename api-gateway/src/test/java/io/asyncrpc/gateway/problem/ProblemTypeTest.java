package io.asyncrpc.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProblemTypeTest {
    /** The choices of {@code Problem.code}, over as many lines as they take. */
    private static final Pattern CODES =
            Pattern.compile("\\n    Problem:\\n.*?\\n        code:\\n.*?enum: \\[(.*?)]", Pattern.DOTALL);

    @Test
    void everyRefusalOfTheDoorIsInTheDocument() throws IOException {
        // Given
        Matcher codes = CODES.matcher(Files.readString(Path.of("..", "docs", "contracts", "openapi.yaml")));

        // Then
        assertThat(codes.find()).isTrue();
        assertThat(List.of(codes.group(1).strip().split(",\\s*")))
                .containsAll(Arrays.stream(ProblemType.values())
                        .map(ProblemType::code)
                        .toList());
    }
}
