package io.asyncrpc.core.certificate;

import io.asyncrpc.core.bridge.BridgeClient;
import io.asyncrpc.core.bridge.BridgeClient.Answer;
import io.asyncrpc.core.certificate.RevocationStore.Pending;
import io.asyncrpc.core.certificate.RevocationStore.Published;
import io.asyncrpc.core.certificate.RevocationStore.Revoked;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the broker, by way of the bridge, what was taken back: always all of it, so that nothing depends on what it had before. The
 * rows say what is still to be done; {@link RevocationRunner} finds it again.
 */
@ApplicationScoped
public class RevocationRelay {
    private static final Logger LOG = Logger.getLogger(RevocationRelay.class);
    private static final int BATCH = 500;
    private static final int OUTDATED = Response.Status.CONFLICT.getStatusCode();
    private static final int MOST_TRIES = 3;

    /** Which list the broker has, or all that was taken back; to the latter the bridge answers the list in DER. */
    private static final String LIST = "/revocations";

    private final BridgeClient bridge;
    private final RevocationStore store;
    private final CertificateConfig config;
    private final InstantSource clock;

    private @Nullable Uni<Void> underWay;
    private @Nullable Uni<Void> next;

    RevocationRelay(BridgeClient bridge, RevocationStore store, CertificateConfig config, InstantSource clock) {
        this.bridge = bridge;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Done when the broker has a list with all that is revoked by now, and has closed the connections. A hundred who ask while one
     * list is on its way share the next one.
     */
    synchronized Uni<Void> enforce() {
        Uni<Void> before = underWay;
        if (before == null) {
            return begin();
        }
        Uni<Void> after = next;
        if (after == null) {
            after = before.onFailure()
                    .recoverWithNull()
                    .chain(this::beginNext)
                    .memoize()
                    .indefinitely();
            next = after;
        }
        return after;
    }

    private synchronized Uni<Void> beginNext() {
        next = null;
        return begin();
    }

    private synchronized Uni<Void> begin() {
        Uni<Void> work = Uni.createFrom()
                .deferred(this::work)
                .onTermination()
                .invoke(this::ended)
                .memoize()
                .indefinitely();
        underWay = work;
        return work;
    }

    private synchronized void ended() {
        underWay = null;
    }

    /** As {@link #enforce}, for whoever has committed: what does not come about now is done later. */
    public Uni<Void> enforcePatiently() {
        Uni<Void> going = enforce()
                .onFailure()
                .invoke(failure -> LOG.warnf("revocations wait for the bridge reason=%s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
        going.subscribe().with(done -> {});
        return going.ifNoItem().after(config.patience()).fail().onFailure().recoverWithNull();
    }

    /** Before anybody is let in under that name again: what was taken back of its former bearer is. */
    public Uni<Void> enforceFor(String deviceId) {
        return store.isPending(deviceId)
                .chain(pending -> pending ? enforce() : Uni.createFrom().voidItem());
    }

    private Uni<Void> work() {
        return store.pending(BATCH)
                .chain(pending -> tell(pending, MOST_TRIES)
                        .chain(() -> store.enforced(pending))
                        .chain(() -> pending.size() == BATCH
                                ? work()
                                : Uni.createFrom().voidItem()));
    }

    private Uni<Void> tell(List<Pending> pending, int tries) {
        Instant now = clock.instant();
        return store.next(now)
                .chain(list -> bridge.ask(HttpMethod.PUT, LIST, json(list.number(), list.revoked(), pending))
                        .chain(answer -> told(answer, list.number(), now, pending, tries)));
    }

    private Uni<Void> told(Answer answer, long number, Instant now, List<Pending> pending, int tries) {
        if (answer.status() == OUTDATED && tries > 1) {
            return tell(pending, tries - 1);
        }
        return store.publish(new Published(number, now, answer.orFail().body().getBytes()));
    }

    private static String json(long number, List<Revoked> revoked, List<Pending> pending) {
        JsonArray entries = new JsonArray();
        revoked.forEach(one -> entries.add(new JsonObject()
                .put("serial", one.serial())
                .put("at", one.at().toString())
                .put("reason", one.reason().number())));
        // A device that came with its new certificate is already without the connection of the old one
        List<String> disconnect = pending.stream()
                .filter(one -> one.reason() != Reason.SUPERSEDED || one.cameAgain())
                .map(Pending::deviceId)
                .distinct()
                .toList();
        return new JsonObject()
                .put("number", number)
                .put("revoked", entries)
                .put("disconnect", new JsonArray(disconnect))
                .encode();
    }

    /** Tells it again when the broker has another list than was last told, or an old one. */
    Uni<Void> compare() {
        return store.pending(1)
                .chain(pending ->
                        pending.isEmpty() ? isOutdated() : Uni.createFrom().item(true))
                .chain(outdated -> outdated ? enforce() : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> isOutdated() {
        return bridge.ask(HttpMethod.GET, LIST)
                .map(RevocationRelay::number)
                .chain(there -> store.published()
                        .map(published -> published.isEmpty()
                                || published.get().number() != there
                                || published
                                        .get()
                                        .madeAt()
                                        .plus(config.listRenewal())
                                        .isBefore(clock.instant())));
    }

    private static long number(Answer answer) {
        return answer.orFail().body().toJsonObject().getLong("number");
    }
}
