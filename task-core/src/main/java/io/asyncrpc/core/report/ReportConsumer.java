package io.asyncrpc.core.report;

import io.asyncrpc.core.database.DataFault;
import io.asyncrpc.core.dispatch.BrokerConfig;
import io.asyncrpc.core.dispatch.BrokerConnections;
import io.asyncrpc.core.dispatch.Dispatch;
import io.asyncrpc.core.dispatch.DispatchPublisher;
import io.asyncrpc.core.intake.Gathering;
import io.asyncrpc.core.intake.IntakeConsumer;
import io.asyncrpc.core.intake.QueueConsumer;
import io.asyncrpc.core.intake.QueueConsumer.Delivery;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Takes the reports of devices from the house queue, a micro-batch at a time, one after another. A message is acknowledged
 * when its effect is stored and its answers are with the broker; while the database or the broker is away it is held. A
 * message with reports that can never be handled is put away with the reasons, after its others were.
 */
@ApplicationScoped
class ReportConsumer {
    private static final Logger LOG = Logger.getLogger(ReportConsumer.class);
    private static final String QUEUE = "core.reports";
    /** Messages, unacknowledged; each is a batch of the bridge. */
    private static final int MOST_IN_HAND = 100;

    /** Parsed they are several times as large. */
    private static final int MOST_BYTES = 8 << 20;

    /** So many are settled while the answers of one are on their way: the broker's confirmation takes longer than storing. */
    private static final int BATCHES_AHEAD = 4;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final QueueConsumer queue;
    private final Gathering.Limits limits;
    private final Vertx vertx;
    private final ReportHandler handler;
    private final DispatchPublisher publisher;
    private final IntakeConsumer intake;

    /** @param faults why some of it cannot be handled; grows */
    private record Read(Delivery message, List<Report> reports, List<Fault> faults) {}

    /** Stored, and not answered yet. */
    private record Settled(List<Read> reads, List<Dispatch> answers) {}

    ReportConsumer(
            BrokerConnections connections,
            BrokerConfig broker,
            Vertx vertx,
            ReportHandler handler,
            DispatchPublisher publisher,
            IntakeConsumer intake) {
        this.queue = new QueueConsumer(connections.factory(), QUEUE, MOST_IN_HAND);
        this.limits = new Gathering.Limits(MOST_IN_HAND, MOST_BYTES, broker.batchPace());
        this.vertx = vertx;
        this.handler = handler;
        this.publisher = publisher;
        this.intake = intake;
    }

    void start(@Observes StartupEvent started) {
        Context context = vertx.getOrCreateContext();
        intake.start(
                queue,
                all -> Gathering.inBatches(all, limits, message -> message.body().length, context, this::settle)
                        .emitOn(Runnable::run, BATCHES_AHEAD)
                        .onItem()
                        .transformToUniAndConcatenate(this::finish));
    }

    private Uni<Settled> settle(List<Delivery> batch) {
        List<Read> all = batch.stream().map(ReportConsumer::read).toList();
        List<Dispatch> answers = new ArrayList<>();
        return settle(all, answers).map(done -> new Settled(all, answers));
    }

    private Uni<Void> finish(Settled batch) {
        return answer(batch.answers())
                .chain(() -> allOf(batch.reads().stream()
                        .filter(read -> !read.faults().isEmpty())
                        .map(read -> putAway(read.message(), read.faults()))
                        .toList()))
                .invoke(() -> batch.reads().getLast().message().acknowledgeUpToHere())
                .replaceWithVoid();
    }

    /** Ends on a thread that may write to the wire. */
    private Uni<Void> answer(List<Dispatch> answers) {
        return answers.isEmpty()
                ? Uni.createFrom().voidItem().emitOn(Infrastructure.getDefaultWorkerPool())
                : handler.answer(answers);
    }

    private static Read read(Delivery message) {
        try {
            ReportJson.Reading reading = ReportJson.read(message.body());
            return new Read(message, reading.reports(), new ArrayList<>(reading.unreadable()));
        } catch (IllegalArgumentException e) {
            return new Read(message, List.of(), new ArrayList<>(List.of(Fault.of(e.getMessage()))));
        }
    }

    private Uni<Void> settle(List<Read> batch, List<Dispatch> answers) {
        return settled(batch.stream().flatMap(read -> read.reports().stream()).toList(), answers)
                .onFailure(DataFault::isIn)
                .recoverWithUni(() -> apart(batch, answers));
    }

    /** One of them cannot be stored: each is tried alone, so that the others are not held up. */
    private Uni<Void> apart(List<Read> batch, List<Dispatch> answers) {
        return allOf(
                batch.size() > 1
                        ? batch.stream()
                                .map(read -> settle(List.of(read), answers))
                                .toList()
                        : batch.getFirst().reports().stream()
                                .map(report -> alone(report, batch.getFirst().faults(), answers))
                                .toList());
    }

    private Uni<Void> alone(Report report, List<Fault> faults, List<Dispatch> answers) {
        return settled(List.of(report), answers)
                .onFailure(DataFault::isIn)
                .invoke(failure -> faults.add(Fault.in(report, failure)))
                .onFailure(DataFault::isIn)
                .recoverWithNull();
    }

    private Uni<Void> settled(List<Report> reports, List<Dispatch> answers) {
        if (reports.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return handler.settle(reports)
                .onFailure(failure -> !DataFault.isIn(failure))
                .invoke(failure ->
                        LOG.warnf("reports are held count=%d reason=%s", reports.size(), failure.getMessage()))
                .onFailure(failure -> !DataFault.isIn(failure))
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .invoke(answers::addAll)
                .replaceWithVoid();
    }

    private Uni<Void> putAway(Delivery message, List<Fault> faults) {
        faults.forEach(fault -> LOG.warnf(
                "a report was put away taskId=%s deviceId=%s reason=%s",
                fault.taskId(), fault.deviceId(), fault.reason()));
        String reason = faults.stream().map(Fault::reason).collect(Collectors.joining("; "));
        return publisher
                .putAway(QUEUE, message.body(), reason)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
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
