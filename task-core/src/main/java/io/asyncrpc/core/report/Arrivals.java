package io.asyncrpc.core.report;

import io.asyncrpc.core.task.RingStore.Arrival;
import io.asyncrpc.core.task.RingStore.Occasion;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which devices came within hearing. */
final class Arrivals {
    private Arrivals() {}

    /** @param unheard devices whose connection no event told of, but the broker's list */
    static Set<Arrival> of(List<Report> reports, Set<String> unheard) {
        return Stream.concat(
                        reports.stream().flatMap(Arrivals::of),
                        unheard.stream().map(id -> new Arrival(id, Occasion.CONNECTED)))
                .collect(Collectors.toSet());
    }

    private static Stream<Arrival> of(Report report) {
        return switch (report) {
            case Report.Connected c -> Stream.of(new Arrival(c.deviceId(), Occasion.CONNECTED));
            case Report.Subscribed s -> Stream.of(new Arrival(s.deviceId(), Occasion.SUBSCRIBED));
            case Report.Disconnected d -> Stream.empty();
            case Report.Connections all -> Stream.empty();
            case Report.Said said -> Stream.empty();
            case Report.Event event -> Stream.empty();
            case Report.Accounts accounts -> Stream.empty();
            case Report.Logins logins -> Stream.empty();
        };
    }
}
