package io.asyncrpc.core.report;

import io.asyncrpc.core.dispatch.DispatchPublisher;
import io.asyncrpc.core.intake.IntakeConsumer;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Takes the reports of devices from the house queue, a micro-batch at a time, one after another. A message is acknowledged
 * when its effect is stored and its answers are with the broker; while the database or the broker is away it is held. What
 * can never be handled is put away with the reason.
 */
@ApplicationScoped
class ReportConsumer {
    private static final Logger LOG = Logger.getLogger(ReportConsumer.class);
    private static final String CHANNEL = "reports";
    private static final String QUEUE = "core.reports";
    private static final int MOST_MESSAGES = 20;
    private static final Duration LINGER = Duration.ofMillis(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final Multi<Message<byte[]>> messages;
    private final ReportHandler handler;
    private final DispatchPublisher publisher;
    private final IntakeConsumer intake;

    private record Read(Message<byte[]> message, List<Report> reports) {}

    ReportConsumer(
            @Channel(CHANNEL) Multi<Message<byte[]>> messages,
            ReportHandler handler,
            DispatchPublisher publisher,
            IntakeConsumer intake) {
        this.messages = messages;
        this.handler = handler;
        this.publisher = publisher;
        this.intake = intake;
    }

    void start(@Observes StartupEvent started) {
        intake.start(
                CHANNEL,
                messages,
                all -> all.group()
                        .intoLists()
                        .of(MOST_MESSAGES, LINGER)
                        .onOverflow() // never more than the channel's prefetch; without it the timed group fails under
                        // pressure
                        .bufferUnconditionally()
                        .onItem()
                        .transformToUniAndConcatenate(this::take));
    }

    private Uni<Void> take(List<Message<byte[]>> batch) {
        List<Read> readable = new ArrayList<>();
        List<Uni<Void>> unreadable = new ArrayList<>();
        for (Message<byte[]> message : batch) {
            try {
                readable.add(new Read(message, ReportJson.read(message.getPayload())));
            } catch (IllegalArgumentException e) {
                unreadable.add(putAway(message, String.valueOf(e.getMessage())));
            }
        }
        return handle(readable).chain(() -> allOf(unreadable));
    }

    private Uni<Void> handle(List<Read> batch) {
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Report> reports =
                batch.stream().flatMap(read -> read.reports().stream()).toList();
        return handler.handle(reports)
                .onFailure(failure -> !isTheirs(failure))
                .invoke(failure ->
                        LOG.warnf("reports are held count=%d reason=%s", reports.size(), failure.getMessage()))
                .onFailure(failure -> !isTheirs(failure))
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .chain(() ->
                        allOf(batch.stream().map(read -> ack(read.message())).toList()))
                .onFailure(ReportConsumer::isTheirs)
                .recoverWithUni(failure -> apart(batch, failure));
    }

    /** One of them cannot be stored: each is tried alone, so that the others are not held up. */
    private Uni<Void> apart(List<Read> batch, Throwable failure) {
        if (batch.size() == 1) {
            return putAway(batch.getFirst().message(), String.valueOf(failure.getMessage()));
        }
        return allOf(batch.stream().map(read -> handle(List.of(read))).toList());
    }

    /** The database refused the data itself: data exceptions and violated constraints do not go away by waiting. */
    private static boolean isTheirs(Throwable failure) {
        return failure instanceof PgException e
                && e.getSqlState() != null
                && (e.getSqlState().startsWith("22") || e.getSqlState().startsWith("23"));
    }

    private Uni<Void> putAway(Message<byte[]> message, String reason) {
        LOG.warnf("a report was put away reason=%s", reason);
        return publisher
                .putAway(QUEUE, message.getPayload(), reason)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .chain(() -> ack(message));
    }

    private Uni<Void> ack(Message<byte[]> message) {
        return intake.acknowledge(CHANNEL, message);
    }

    private static Uni<Void> allOf(List<Uni<Void>> all) {
        return all.isEmpty()
                ? Uni.createFrom().voidItem()
                : Multi.createFrom()
                        .iterable(all)
                        .onItem()
                        .transformToUniAndConcatenate(one -> one)
                        .onItem()
                        .ignoreAsUni();
    }
}
