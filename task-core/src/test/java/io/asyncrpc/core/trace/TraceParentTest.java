package io.asyncrpc.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @Test
    void isReadAndWrittenAsItCame() {
        // Given
        String text = "00-" + TRACE + "-" + SPAN + "-01";

        // When
        TraceParent read = TraceParent.parse(text);

        // Then
        assertThat(read).isEqualTo(new TraceParent(TRACE, SPAN, true)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "02", "fe"})
    void withoutTheBitNobodyRecordsIt(String flags) {
        // Given
        String text = "00-" + TRACE + "-" + SPAN + "-" + flags;

        // Then
        assertThat(TraceParent.parse(text)).isEqualTo(new TraceParent(TRACE, SPAN, false));
        assertThat(TraceParent.sampled(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "03", "ff"})
    void withTheBitSomebodyDoes(String flags) {
        assertThat(TraceParent.sampled("00-" + TRACE + "-" + SPAN + "-" + flags))
                .isNotNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "-",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 ",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-00",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
                "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333\n-01",
                "00-0af7651916cd43dd8448eb211c80319\u0663-b7ad6b7169203331-01",
                "\ud83d\ude00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void whatHasAnotherFormIsNone(@Nullable String text) {
        assertThat(TraceParent.parse(text)).isNull();
    }

    @Test
    void lengthOfWhatIsNoneCostsNothing() {
        assertThat(TraceParent.parse("0".repeat(1 << 26))).isNull();
    }
}
