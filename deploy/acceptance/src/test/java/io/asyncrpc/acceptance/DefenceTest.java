package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/security.md says is defended, some test tries; each that it names is there. Needs no running system. */
class DefenceTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))(?:\\.(\\w+))?`");
    private static final Pattern THREAT =
            Pattern.compile("(?m)^\\| (?!threat|---|\\*\\*| \\|)([^|]+)\\|([^|]+)\\|([^|]+)\\|$");
    private static final int THREATS = 30;
    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    @Test
    void theTestsThatThePageNamesAreThere() throws IOException {
        // Given
        Set<String> there;
        try (Stream<Path> files = Files.walk(PROJECT, 12)) {
            there = files.filter(file -> file.toString().contains("/src/test/java/"))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }

        // Then
        assertThat(TEST.matcher(page()).results().map(test -> test.group(1)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(there).contains(name));
    }

    @Test
    void eachThreatHasADefenceAndATest() throws IOException {
        // Given
        List<String> rows = THREAT.matcher(page())
                .results()
                .map(row -> row.group(3).strip())
                .toList();

        // Then
        assertThat(rows)
                .hasSizeGreaterThan(THREATS)
                .allSatisfy(tests -> assertThat(tests).matches(".*`\\w+(IT|Test).*"));
    }

    @Test
    void whatIsNotDefendedIsSaid() throws IOException {
        assertThat(page().split("## What is not defended")[1].lines().filter(line -> line.startsWith("- ")))
                .hasSizeGreaterThan(5);
    }

    private static String page() throws IOException {
        return Files.readString(PROJECT.resolve("docs/security.md"));
    }
}
