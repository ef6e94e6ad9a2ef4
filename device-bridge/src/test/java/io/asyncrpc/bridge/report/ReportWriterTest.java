package io.asyncrpc.bridge.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.bridge.trace.TraceParent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReportWriterTest {
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ReportWriter writer = new ReportWriter();

    @Test
    void goldenExampleIsWritten() throws Exception {
        // Given
        JsonNode golden =
                JSON.readTree(Path.of("../docs/contracts/report.v1.json").toFile());

        // When
        List<byte[]> messages = messages(golden());

        // Then
        assertThat(messages).hasSize(1);
        assertThat(JSON.readTree(messages.get(0))).isEqualTo(golden);
    }

    @Test
    void whereTheDeviceSaysThatTheTraceGoesOnIsWritten() throws Exception {
        // Given
        JsonNode golden =
                JSON.readTree(Path.of("../docs/contracts/report-traced.v1.json").toFile());
        UUID task = UUID.fromString("01957e5a-7c00-7000-8000-000000000001");

        // When
        List<byte[]> messages = messages(List.of(
                new Report.Acknowledged("pump-7", TEN.plusMillis(100), task, trace(1)),
                new Report.Claim("pump-7", TEN.plusMillis(200), task, trace(2)),
                new Report.Progress("pump-7", TEN.plusSeconds(1), task, 40, null, trace(3)),
                new Report.Result("pump-7", TEN.plusSeconds(2), task, 200, "17", 1, null, null, trace(4))));

        // Then
        assertThat(JSON.readTree(messages.getFirst())).isEqualTo(golden);
    }

    private static TraceParent trace(int last) {
        return new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b716920333" + last, true);
    }

    @Test
    void listOfAccountsIsWritten() throws Exception {
        // Given
        JsonNode golden = JSON.readTree(
                Path.of("../docs/contracts/report-accounts.v1.json").toFile());

        // When
        List<byte[]> messages = messages(List.of(
                new Report.Accounts(TEN, null, "pump-7", List.of("pump-1", "pump-7")),
                new Report.Accounts(TEN, "pump-7", "pump-9", List.of()),
                new Report.Accounts(TEN, "pump-9", null, List.of("valve-1"))));

        // Then
        assertThat(JSON.readTree(messages.getFirst())).isEqualTo(golden);
    }

    @Test
    void certificatesThatWereShownAreWritten() throws Exception {
        // Given
        JsonNode golden = JSON.readTree(
                Path.of("../docs/contracts/report-certificates.v1.json").toFile());
        var shown = new Report.Validity(Instant.parse("2026-02-01T08:00:01Z"), Instant.parse("2027-02-01T08:05:00Z"));
        String connection = "127.0.0.1:40000 -> 127.0.0.1:8883";

        // When
        List<byte[]> messages = messages(List.of(
                new Report.Connected("pump-7", TEN, connection, shown),
                new Report.Connections(
                        TEN.plusSeconds(60),
                        List.of(
                                new Report.Connection("pump-7", connection, TEN, shown),
                                new Report.Connection(
                                        "pump-8", "127.0.0.1:40001 -> 127.0.0.1:1883", TEN.minusSeconds(3600))))));

        // Then
        assertThat(JSON.readTree(messages.getFirst())).isEqualTo(golden);
    }

    @Test
    void refusedLoginsAreWritten() throws Exception {
        // Given
        JsonNode golden =
                JSON.readTree(Path.of("../docs/contracts/report-logins.v1.json").toFile());

        // When
        List<byte[]> messages = messages(List.of(new Report.Logins(
                TEN.plusSeconds(10),
                "rabbit@broker-1",
                Instant.parse("2026-02-28T08:00:00.500Z"),
                List.of(new Report.Refused("mqtt", 17), new Report.Refused("http", 2)))));

        // Then
        assertThat(JSON.readTree(messages.getFirst())).isEqualTo(golden);
    }

    @Test
    void messageHoldsAtMost200Items() throws Exception {
        // Given
        Report report = new Report.Claim("pump-7", TEN, null);

        // When
        List<byte[]> messages = messages(Collections.nCopies(401, report));

        // Then
        assertThat(messages).hasSize(3);
        assertThat(JSON.readTree(messages.get(0)).path("items")).hasSize(200);
        assertThat(JSON.readTree(messages.get(2)).path("items")).hasSize(1);
    }

    @Test
    void largeBodiesAreSpreadOverMessages() throws Exception {
        // Given
        Report large = new Report.Result("pump-7", TEN, task(1), 200, "0", null, null, new byte[256 * 1024]);

        // When
        List<byte[]> messages = messages(Collections.nCopies(3, large));

        // Then
        assertThat(messages).hasSize(3);
        assertThat(JSON.readTree(messages.get(0))
                        .path("items")
                        .path(0)
                        .path("body")
                        .textValue())
                .isEqualTo("\0".repeat(256 * 1024));
    }

    @Test
    void nothingToTellIsNoMessage() throws Exception {
        // When / Then
        assertThat(messages(List.of())).isEmpty();
    }

    private List<byte[]> messages(List<Report> reports) throws Exception {
        List<byte[]> messages = new ArrayList<>();
        writer.write(reports, messages::add);
        return messages;
    }

    private static UUID task(int number) {
        return UUID.fromString("01957e5a-7c00-7000-8000-00000000000" + number);
    }

    private static List<Report> golden() {
        String connection = "127.0.0.1:40000 -> 127.0.0.1:1883";
        return List.of(
                new Report.Acknowledged("pump-7", TEN.plusMillis(100), task(1)),
                new Report.Claim("pump-7", TEN.plusMillis(200), task(1)),
                new Report.Claim("pump-8", TEN.plusMillis(300), null),
                new Report.Progress("pump-7", TEN.plusSeconds(1), task(1), 40, "valve opening"),
                new Report.Result(
                        "pump-7", TEN.plusSeconds(2), task(1), 200, "17", 1, null, "{\"open\":true}".getBytes(UTF_8)),
                new Report.Result(
                        "pump-8", TEN.plusSeconds(3), task(2), 503, "0", null, 30L, new byte[] {(byte) 0xff, 0}),
                new Report.Result("pump-9", TEN.plusSeconds(4), task(3), 200, "0", null, null, null),
                new Report.Event(
                        "pump-7",
                        TEN.plusSeconds(5),
                        UUID.fromString("01957e5a-7c00-7000-8000-000000000009"),
                        "7",
                        "12",
                        "1772359204.5",
                        "{\"pressure\": 4.20}".getBytes(UTF_8)),
                new Report.Event("pump-8", TEN.plusSeconds(6), null, "0", "0", null, "[]".getBytes(UTF_8)),
                new Report.Connected("pump-7", TEN.minusSeconds(1), connection),
                new Report.Disconnected("pump-7", TEN.plusSeconds(300), connection),
                new Report.Subscribed("pump-7", TEN.plusMillis(50)),
                new Report.Connections(
                        TEN.plusSeconds(360),
                        List.of(new Report.Connection(
                                "pump-8", "127.0.0.1:40001 -> 127.0.0.1:1883", TEN.minusSeconds(3600)))));
    }
}
