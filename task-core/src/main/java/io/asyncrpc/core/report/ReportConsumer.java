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
 * when its effect is stored and its answers are with the broker; while the database or the broker is away it is held. A
 * message with reports that can never be handled is put away with the reasons, after its others were.
 */
@ApplicationScoped
class ReportConsumer {
    private static final Logger LOG = Logger.getLogger(ReportConsumer.class);
    private static final String CHANNEL = "reports";
    /** A check that failed; ours are not about what devices say, and a missing partition, which is our fault, says so too. */
    private static final String NO_PARTITION = "23514";

    private static final String QUEUE = "core.reports";
    private static final int MOST_MESSAGES = 20;
    private static final Duration LINGER = Duration.ofMillis(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final Multi<Message<byte[]>> messages;
    private final ReportHandler handler;
    private final DispatchPublisher publisher;
    private final IntakeConsumer intake;

    /** @param faults why some of it cannot be handled; grows */
    private record Read(Message<byte[]> message, List<Report> reports, List<String> faults) {}

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
        List<Read> all = batch.stream().map(ReportConsumer::read).toList();
        return handle(all).chain(() -> allOf(all.stream().map(this::done).toList()));
    }

    private static Read read(Message<byte[]> message) {
        try {
            ReportJson.Reading reading = ReportJson.read(message.getPayload());
            return new Read(message, reading.reports(), new ArrayList<>(reading.unreadable()));
        } catch (IllegalArgumentException e) {
            return new Read(message, List.of(), new ArrayList<>(List.of(String.valueOf(e.getMessage()))));
        }
    }

    private Uni<Void> handle(List<Read> batch) {
        return handled(batch.stream().flatMap(read -> read.reports().stream()).toList())
                .onFailure(ReportConsumer::isTheirs)
                .recoverWithUni(() -> apart(batch));
    }

    /** One of them cannot be stored: each is tried alone, so that the others are not held up. */
    private Uni<Void> apart(List<Read> batch) {
        return allOf(
                batch.size() > 1
                        ? batch.stream().map(read -> handle(List.of(read))).toList()
                        : batch.getFirst().reports().stream()
                                .map(report -> alone(report, batch.getFirst().faults()))
                                .toList());
    }

    private Uni<Void> alone(Report report, List<String> faults) {
        return handled(List.of(report))
                .onFailure(ReportConsumer::isTheirs)
                .invoke(failure -> faults.add(String.valueOf(failure.getMessage())))
                .onFailure(ReportConsumer::isTheirs)
                .recoverWithNull();
    }

    private Uni<Void> handled(List<Report> reports) {
        if (reports.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return handler.handle(reports)
                .onFailure(failure -> !isTheirs(failure))
                .invoke(failure ->
                        LOG.warnf("reports are held count=%d reason=%s", reports.size(), failure.getMessage()))
                .onFailure(failure -> !isTheirs(failure))
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    /** The database refused the data itself: data exceptions and violated constraints do not go away by waiting. */
    private static boolean isTheirs(Throwable failure) {
        return failure instanceof PgException e
                && e.getSqlState() != null
                && !e.getSqlState().equals(NO_PARTITION)
                && (e.getSqlState().startsWith("22") || e.getSqlState().startsWith("23"));
    }

    private Uni<Void> done(Read read) {
        return read.faults().isEmpty()
                ? ack(read.message())
                : putAway(read.message(), String.join("; ", read.faults())).chain(() -> ack(read.message()));
    }

    private Uni<Void> putAway(Message<byte[]> message, String reason) {
        LOG.warnf("a report was put away reason=%s", reason);
        return publisher
                .putAway(QUEUE, message.getPayload(), reason)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
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
