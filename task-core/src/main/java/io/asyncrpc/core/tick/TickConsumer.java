package io.asyncrpc.core.tick;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.core.certificate.EndingRunner;
import io.asyncrpc.core.certificate.RevocationRunner;
import io.asyncrpc.core.device.AccountRunner;
import io.asyncrpc.core.intake.IntakeConsumer;
import io.asyncrpc.core.retention.RetentionRunner;
import io.asyncrpc.core.seal.SealRunner;
import io.asyncrpc.core.task.IdempotencyStore;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Does the upkeep when the scheduler says so. A tick that fails is made good by the next. */
@ApplicationScoped
class TickConsumer {
    private static final Logger LOG = Logger.getLogger(TickConsumer.class);
    private static final int VERSION = 1;

    /** A database that does not answer must not stop the upkeep for ever; many overdue tasks take a while. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String CHANNEL = "ticks";

    private final Multi<Message<byte[]>> messages;
    private final IntakeConsumer intake;
    private final ObjectMapper json;
    private final Sweep sweep;
    private final AccountRunner accounts;
    private final RevocationRunner revocations;
    private final EndingRunner ending;
    private final IdempotencyStore keys;
    private final RetentionRunner retention;
    private final SealRunner seals;

    TickConsumer(
            @Channel(CHANNEL) Multi<Message<byte[]>> messages,
            IntakeConsumer intake,
            ObjectMapper json,
            Sweep sweep,
            AccountRunner accounts,
            RevocationRunner revocations,
            EndingRunner ending,
            IdempotencyStore keys,
            RetentionRunner retention,
            SealRunner seals) {
        this.messages = messages;
        this.intake = intake;
        this.json = json;
        this.sweep = sweep;
        this.accounts = accounts;
        this.revocations = revocations;
        this.ending = ending;
        this.keys = keys;
        this.retention = retention;
        this.seals = seals;
    }

    void start(@Observes StartupEvent started) {
        intake.start(CHANNEL, messages, all -> all.onItem().transformToUniAndConcatenate(this::take));
    }

    private Uni<Void> take(Message<byte[]> message) {
        return upkeep(message.getPayload()).chain(() -> intake.acknowledge(CHANNEL, message));
    }

    private Uni<Void> upkeep(byte[] tick) {
        if (!isSweep(tick)) {
            LOG.warn("a tick of an unknown form was left alone");
            return Uni.createFrom().voidItem();
        }
        accounts.runBeside();
        revocations.runBeside();
        ending.runBeside();
        retention.runBeside();
        seals.runBeside();
        return sweep.run()
                .chain(keys::purge)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("a sweep did not end and the next one goes on reason=%s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Reads version 1 of the house message {@code tick}; other fields are left alone. */
    boolean isSweep(byte[] message) {
        try {
            JsonNode root = json.readTree(message);
            return root.path("v").asInt(-1) == VERSION
                    && root.path("items").findValuesAsText("kind").contains("sweep");
        } catch (IOException e) {
            return false;
        }
    }
}
