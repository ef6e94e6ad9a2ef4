package io.asyncrpc.core.report;

import io.asyncrpc.core.device.PresenceStore.Change;
import io.asyncrpc.core.device.PresenceStore.Change.Gone;
import io.asyncrpc.core.device.PresenceStore.Change.Here;
import io.asyncrpc.core.device.PresenceStore.Change.OnlyThese;
import java.util.Optional;

/** What a report means for presence. */
final class PresenceChanges {
    private PresenceChanges() {}

    static Optional<Change> of(Report report) {
        return switch (report) {
            case Report.Connected c -> Optional.of(here(c));
            case Report.Disconnected d -> Optional.of(new Gone(d.deviceId(), d.connection(), d.at()));
            case Report.Connections all ->
                Optional.of(new OnlyThese(
                        all.at(),
                        all.connections().stream().map(PresenceChanges::here).toList()));
            case Report.Subscribed s -> Optional.empty();
            case Report.Said said -> Optional.empty();
            case Report.Event event -> Optional.empty();
            case Report.Accounts accounts -> Optional.empty();
            case Report.Logins logins -> Optional.empty();
        };
    }

    private static Here here(Report.Connected c) {
        return new Here(c.deviceId(), c.connection(), c.at());
    }
}
