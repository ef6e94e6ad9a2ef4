package io.asyncrpc.core.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTest {
    private static final UUID TASK = UUID.fromString("01957e5a-7c00-7000-8000-000000000001");
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"kind":"sing","deviceId":"pump-7"} ; - ; pump-7
            {"kind":"sing","taskId":"01957e5a-7c00-7000-8000-000000000001","deviceId":"pump-7"} ; 01957e5a-7c00-7000-8000-000000000001 ; pump-7
            {"kind":"sing","deviceId":"a\\nforged deviceId=b"} ; - ; -
            {"kind":"sing","taskId":7,"deviceId":null} ; - ; -
            "sing" ; - ; -
            """)
    void itemNobodyCanReadTellsWhomItIsAboutIfItSaysSo(String item, String taskId, String deviceId) {
        // When
        List<Fault> faults = ReportJson.read(("{\"v\":1,\"items\":[" + item + "]}").getBytes(UTF_8))
                .unreadable();

        // Then
        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.taskId()).isEqualTo(taskId);
            assertThat(fault.deviceId()).isEqualTo(deviceId);
            assertThat(fault.reason()).startsWith("item 0: ");
        });
    }

    @ParameterizedTest
    @MethodSource
    void reportThatCannotBeStoredTellsWhomItIsAbout(Report report, Fault fault) {
        assertThat(Fault.in(report, new IllegalStateException("full"))).isEqualTo(fault);
    }

    static Stream<Arguments> reportThatCannotBeStoredTellsWhomItIsAbout() {
        return Stream.of(
                Arguments.of(new Report.Acknowledged("pump-7", TASK), new Fault(TASK.toString(), "pump-7", "full")),
                Arguments.of(new Report.Claim("pump-7", TASK), new Fault(TASK.toString(), "pump-7", "full")),
                Arguments.of(new Report.Claim("pump-7", null), new Fault("-", "pump-7", "full")),
                Arguments.of(new Report.Connected("pump-7", "c", NOW), new Fault("-", "pump-7", "full")),
                Arguments.of(new Report.Subscribed("a\u0000b", NOW), new Fault("-", "-", "full")),
                Arguments.of(new Report.Connections(NOW, List.of()), new Fault("-", "-", "full")));
    }

    @Test
    void messageThatIsNoReportIsAboutNobody() {
        assertThat(Fault.of("not JSON")).isEqualTo(new Fault("-", "-", "not JSON"));
    }
}
