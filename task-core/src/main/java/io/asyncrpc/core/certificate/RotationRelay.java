package io.asyncrpc.core.certificate;

import io.asyncrpc.core.certificate.RotationStore.Used;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * What a connection tells of the certificate it was made with. Of two that are good, both are until the device comes with the newer
 * one; and who comes with one that is revoked slipped in before the broker knew, so its connection is closed once more.
 */
@ApplicationScoped
public class RotationRelay {
    private final RotationStore store;
    private final RevocationRelay broker;
    private final CertificateLog log;
    private final InstantSource clock;

    RotationRelay(RotationStore store, RevocationRelay broker, CertificateLog log, InstantSource clock) {
        this.store = store;
        this.broker = broker;
        this.log = log;
        this.clock = clock;
    }

    /** Done when it is stored; may be repeated. The broker hears of it in its own time. */
    public Uni<Void> take(List<Shown> shown) {
        if (shown.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        return store.news(shown).chain(news -> news.isEmpty() ? Uni.createFrom().voidItem() : take(news, now));
    }

    private Uni<Void> take(List<Used> news, Instant now) {
        List<Used> good = news.stream().filter(used -> !used.isRevoked()).toList();
        List<Used> revoked = news.stream().filter(Used::isRevoked).toList();
        return store.markUsed(good, now)
                .chain(() -> store.supersede(good, now))
                .invoke(superseded ->
                        superseded.forEach(old -> log.revoked(old.deviceId(), old.serial(), Reason.SUPERSEDED)))
                .chain(() -> store.enforceAgain(revoked, now))
                .invoke(() -> broker.enforcePatiently().subscribe().with(done -> {}));
    }
}
