package io.asyncrpc.fleet.check;

import io.asyncrpc.fleet.record.Run;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Checks the events of devices. Those with number 0 are always new, so that nothing can be said of them. */
final class EventCheck {
    private final Run run;
    private final CoreTables tables;
    private final Spill lines;
    private final Findings findings;

    private static final class Event {
        boolean said;
        boolean taken;
        boolean confirmed;
        int rows;
    }

    EventCheck(Run run, CoreTables tables, Spill lines, Findings findings) {
        this.run = run;
        this.tables = tables;
        this.lines = lines;
        this.findings = findings;
    }

    void check() throws SQLException, IOException {
        for (int part = 0; part < lines.count(); part++) {
            check(part);
        }
    }

    private void check(int part) throws SQLException, IOException {
        Map<String, Map<String, Event>> devices = new HashMap<>();
        lines.read(part, line -> {
            if (!line.text("ev").isEmpty() && !line.text("ev").equals("0")) {
                take(devices.computeIfAbsent(line.text("dev"), d -> new TreeMap<>()), line);
            }
        });
        tables.events(row -> stored(devices, row));
        devices.forEach((device, events) -> events.forEach((number, event) -> judge(device, number, event)));
    }

    private static void take(Map<String, Event> events, Entry line) {
        Event event = events.computeIfAbsent(line.text("ev"), e -> new Event());
        switch (line.kind()) {
            case "say" -> event.said = true;
            case "took" -> event.taken = true;
            case "hear" -> event.confirmed |= line.is("ok");
            default -> {}
        }
    }

    /** A device's numbers begin with the second in which a run does, so that runs before and after this one have others. */
    private void stored(Map<String, Map<String, Event>> devices, ResultSet row) throws SQLException {
        String device = row.getString("device_id");
        String number = row.getString("dev_event_id");
        Map<String, Event> events = devices.getOrDefault(device, Map.of());
        Event event = events.get(number);
        if (event != null) {
            event.rows++;
        } else if (!events.isEmpty() && isOfThisRun(number, events)) {
            findings.violation(
                    Rule.EVENTS_ONCE,
                    "event %s of device %s: it is stored (%s), but the device never said it"
                            .formatted(number, device, row.getString("id")));
        }
    }

    private boolean isOfThisRun(String number, Map<String, Event> events) {
        return number.matches("[1-9][0-9]{0,17}")
                && Long.parseLong(number) <= run.end() / 1_000_000
                && events.keySet().stream()
                        .allMatch(said ->
                                said.matches("[1-9][0-9]{0,17}") && Long.parseLong(said) <= Long.parseLong(number));
    }

    private void judge(String device, String number, Event event) {
        findings.count("numbered events");
        if (event.rows > 1) {
            broken(device, number, "it is stored %d times".formatted(event.rows));
        }
        if (event.rows == 0 && event.confirmed) {
            broken(device, number, "the device heard that it is stored, but it is not");
        } else if (event.rows == 0 && event.taken && run.drained()) {
            broken(device, number, "the broker took it, but it is not stored");
        }
        if (!event.said && event.confirmed) {
            broken(device, number, "the device heard that it is stored, but never said it");
        }
    }

    private void broken(String device, String number, String what) {
        findings.violation(Rule.EVENTS_ONCE, "event %s of device %s: %s".formatted(number, device, what));
    }
}
