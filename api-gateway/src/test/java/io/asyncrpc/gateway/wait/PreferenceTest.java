package io.asyncrpc.gateway.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            wait=10                              | 10
            wait=0                               | 0
            wait=60                              | 60
            wait=61                              | 60
            wait=999999999                       | 60
            wait=007                             | 7
            WAIT=5                               | 5
            Wait = 5                             | 5
            wait="5"                             | 5
            wait=5; strictly                     | 5
            respond-async, wait=5                | 5
            respond-async; a="x, wait=9", wait=5 | 5
            return=minimal,wait=5,handling=strict| 5
            a="quoted \\" , wait=9", wait=5      | 5
            wait=5, wait=7                       | 5
            """)
    void aWishIsUnderstood(String header, int seconds) {
        assertThat(Preference.seconds(List.of(header))).hasValue(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                ";",
                "=",
                "wait",
                "wait=",
                "wait=abc",
                "wait=-1",
                "wait=+1",
                "wait=1.5",
                "wait=1e1",
                "wait=9999999999",
                "wait=99999999999999999999",
                "wait=1=2",
                "wait=\"",
                "wait=\"\"",
                "wait=1 2",
                "await=5",
                "wait;5",
                "\"wait=5\"",
                "a=\"open, wait=5",
                "wait=٣",
                "wait=abc, wait=5"
            })
    void whatIsNoWishIsPassedOver(String header) {
        assertThat(Preference.seconds(List.of(header))).isEmpty();
    }

    @Test
    void ofSeveralHeadersTheFirstWishCounts() {
        assertThat(Preference.seconds(List.of("respond-async", "wait=3", "wait=9")))
                .isEqualTo(OptionalInt.of(3));
        assertThat(Preference.seconds(List.of())).isEmpty();
    }
}
