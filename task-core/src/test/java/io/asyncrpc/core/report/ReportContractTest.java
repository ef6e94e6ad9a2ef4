package io.asyncrpc.core.report;

import static io.asyncrpc.core.Contracts.extended;
import static io.asyncrpc.core.Contracts.golden;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.certificate.Shown;
import io.asyncrpc.core.device.AccountRepairStore;
import io.asyncrpc.core.event.SaidEvent;
import io.asyncrpc.core.login.CountedLogins;
import io.asyncrpc.core.login.RefusedLogins;
import io.asyncrpc.core.task.TaskEvent.Resulted;
import io.asyncrpc.core.trace.TraceParent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The core reads what the bridge promised to write ({@code docs/contracts/report.v1.json}). */
class ReportContractTest {
    private static final UUID FIRST = UUID.fromString("01957e5a-7c00-7000-8000-000000000001");
    private static final String CONNECTION = "127.0.0.1:40000 -> 127.0.0.1:1883";

    @Test
    void goldenExampleIsRead() throws IOException {
        check(read(golden("report.v1.json")));
    }

    @Test
    void unknownFieldsAreLeftAlone() throws IOException {
        check(read(extended("report.v1.json")));
    }

    @Test
    void listOfAccountsIsRead() throws IOException {
        List<Report> expected = List.of(
                accounts(null, "pump-7", "pump-1", "pump-7"),
                accounts("pump-7", "pump-9"),
                accounts("pump-9", null, "valve-1"));

        // Then
        assertThat(read(golden("report-accounts.v1.json"))).isEqualTo(expected);
        assertThat(read(extended("report-accounts.v1.json"))).isEqualTo(expected);
    }

    @Test
    void certificatesThatWereShownAreRead() throws IOException {
        // Given
        Instant ten = Instant.parse("2026-03-01T10:00:00Z");
        Shown shown = new Shown("pump-7", Instant.parse("2026-02-01T08:00:01Z"), Instant.parse("2027-02-01T08:05:00Z"));
        Report.Connected connected = new Report.Connected("pump-7", "127.0.0.1:40000 -> 127.0.0.1:8883", ten, shown);
        List<Report> expected = List.of(
                connected,
                new Report.Connections(
                        ten.plusSeconds(60),
                        List.of(
                                connected,
                                new Report.Connected(
                                        "pump-8", "127.0.0.1:40001 -> 127.0.0.1:1883", ten.minusSeconds(3600)))));

        // Then
        assertThat(read(golden("report-certificates.v1.json"))).isEqualTo(expected);
        assertThat(read(extended("report-certificates.v1.json"))).isEqualTo(expected);
    }

    @Test
    void loginsThatABrokerRefusedAreRead() throws IOException {
        List<Report> expected = List.of(new Report.Logins(new CountedLogins(
                "broker",
                "rabbit@broker-1",
                Instant.parse("2026-02-28T08:00:00.500Z"),
                List.of(new RefusedLogins("mqtt", 17), new RefusedLogins("http", 2)))));

        // Then
        assertThat(read(golden("report-logins.v1.json"))).isEqualTo(expected);
        assertThat(read(extended("report-logins.v1.json"))).isEqualTo(expected);
    }

    @Test
    void whereTheDeviceSaysThatTheTraceGoesOnIsRead() throws IOException {
        // Given
        List<TraceParent> expected = IntStream.rangeClosed(1, 4)
                .mapToObj(i -> new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b716920333" + i, true))
                .toList();

        // Then
        assertThat(traces(read(golden("report-traced.v1.json")))).isEqualTo(expected);
        assertThat(traces(read(extended("report-traced.v1.json")))).isEqualTo(expected);
    }

    @Test
    void whatIsNoTraceHidesNoReport() throws IOException {
        // Given
        String hostile = new String(golden("report-traced.v1.json"), UTF_8)
                .replaceFirst("\"00-0af7", "\"00-xxxx")
                .replaceFirst("\"00-0af7[^\"]*\"", "7")
                .replaceFirst("\"00-0af7[^\"]*\"", "{\"deep\":[null]}")
                .replaceFirst("\"00-0af7[^\"]*\"", "\"" + "0".repeat(100_000) + "\"");

        // When
        List<Report> reports = read(hostile.getBytes(UTF_8));

        // Then
        assertThat(traces(reports)).containsExactly(null, null, null, null);
    }

    private static List<@Nullable TraceParent> traces(List<Report> reports) {
        return reports.stream()
                .<@Nullable TraceParent>map(report -> ((Report.Said) report).trace())
                .toList();
    }

    private static Report accounts(@Nullable String after, @Nullable String until, String... names) {
        Instant at = Instant.parse("2026-03-01T10:00:00Z");
        return new Report.Accounts(new AccountRepairStore.Listed(at, after, until, List.of(names)));
    }

    private static List<Report> read(byte[] message) {
        ReportJson.Reading reading = ReportJson.read(message);
        assertThat(reading.unreadable()).isEmpty();
        return reading.reports();
    }

    private static void check(List<Report> reports) {
        assertThat(reports.subList(0, 4))
                .containsExactly(
                        new Report.Acknowledged("pump-7", FIRST),
                        new Report.Claim("pump-7", FIRST),
                        new Report.Claim("pump-8", null),
                        new Report.Progress("pump-7", FIRST, 40, "valve opening"));
        checkResults(reports.subList(4, 7));
        checkEvents(reports.subList(7, 9));
        assertThat(reports.subList(9, reports.size()))
                .containsExactly(
                        new Report.Connected("pump-7", CONNECTION, Instant.parse("2026-03-01T09:59:59Z")),
                        new Report.Disconnected("pump-7", CONNECTION, Instant.parse("2026-03-01T10:05:00Z")),
                        new Report.Subscribed("pump-7", Instant.parse("2026-03-01T10:00:00.050Z")),
                        new Report.Connections(
                                Instant.parse("2026-03-01T10:06:00Z"),
                                List.of(new Report.Connected(
                                        "pump-8",
                                        "127.0.0.1:40001 -> 127.0.0.1:1883",
                                        Instant.parse("2026-03-01T09:00:00Z")))));
    }

    private static void checkEvents(List<Report> events) {
        assertThat(events)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Report.Event(new SaidEvent(
                                "pump-7",
                                UUID.fromString("01957e5a-7c00-7000-8000-000000000009"),
                                "7",
                                "12",
                                "1772359204.5",
                                "{\"pressure\": 4.20}".getBytes(UTF_8))),
                        new Report.Event(new SaidEvent("pump-8", null, "0", "0", null, "[]".getBytes(UTF_8))));
    }

    private static void checkResults(List<Report> results) {
        Resulted done = ((Report.Result) results.get(0)).event();
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.extId()).isEqualTo("17");
        assertThat(done.attempt()).isEqualTo(1);
        assertThat(done.body()).isEqualTo("{\"open\":true}".getBytes(UTF_8));
        Resulted busy = ((Report.Result) results.get(1)).event();
        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(busy.body()).isEqualTo(new byte[] {(byte) 0xff, 0});
        Resulted empty = ((Report.Result) results.get(2)).event();
        assertThat(empty.attempt()).isNull();
        assertThat(empty.body()).isEmpty();
    }
}
