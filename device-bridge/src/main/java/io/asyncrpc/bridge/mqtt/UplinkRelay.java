package io.asyncrpc.bridge.mqtt;

import io.asyncrpc.bridge.broker.BatchConsumer;
import io.asyncrpc.bridge.broker.BatchConsumer.Step;
import io.asyncrpc.bridge.broker.Consumers;
import io.asyncrpc.bridge.broker.Delivery;
import io.asyncrpc.bridge.broker.DevicePublisher;
import io.asyncrpc.bridge.broker.Outgoing;
import io.asyncrpc.bridge.dispatch.Dispatch;
import io.asyncrpc.bridge.report.Report;
import io.asyncrpc.bridge.report.ReportPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Passes on what devices say: their words in, reports to the core out, and {@code err} to a device that makes no sense. */
@ApplicationScoped
class UplinkRelay {
    private static final Logger LOG = Logger.getLogger(UplinkRelay.class);
    private static final String QUEUE = "bridge.uplink";
    private static final String DEAD_QUEUE = QUEUE + ".dead";
    private static final String RAW_CORRELATION = "x-correlation-id";

    private final BatchConsumer consumer;
    private final ReportPublisher core;
    private final WordPublisher answers;
    private final DevicePublisher devices;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final UplinkReader reader;
    private final WordWriter writer = new WordWriter();

    UplinkRelay(
            Consumers consumers,
            ReportPublisher core,
            WordPublisher answers,
            DevicePublisher devices,
            MeterRegistry metrics,
            InstantSource clock,
            MqttConfig config) {
        this.consumer = consumers.ofDevices(QUEUE);
        this.core = core;
        this.answers = answers;
        this.devices = devices;
        this.metrics = metrics;
        this.clock = clock;
        this.reader = new UplinkReader(config.bodyLimit());
    }

    void start(@Observes StartupEvent event) {
        consumer.start(this::plan);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        consumer.stop();
    }

    private List<Step> plan(List<Delivery> batch) {
        List<Report> reports = new ArrayList<>();
        List<Word> refusals = new ArrayList<>();
        List<Outgoing> dead = new ArrayList<>();
        for (Delivery delivery : batch) {
            switch (reader.read(message(delivery))) {
                case Heard.Understood it -> reports.add(it.report());
                case Heard.Refused it -> refuse(it, refusals);
                case Heard.Homeless it -> dead.add(bury(delivery, it.reason()));
            }
        }
        return List.of(() -> core.publish(reports), () -> answers.say(refusals), () -> devices.publish(dead));
    }

    static DeviceMessage message(Delivery delivery) {
        return new DeviceMessage(
                delivery.routingKey(), delivery.body(), delivery.textHeaders(), correlation(delivery), delivery.at());
    }

    /** The broker gives correlation data that is text as a property, and other bytes as a header. */
    private static byte[] correlation(Delivery delivery) {
        String text = delivery.properties().getCorrelationId();
        return text != null ? text.getBytes(StandardCharsets.UTF_8) : delivery.headerBytes(RAW_CORRELATION);
    }

    private void refuse(Heard.Refused it, List<Word> refusals) {
        metrics.counter("bridge.refused", "reason", it.code()).increment();
        if (answers.mayRefuse(it.deviceId())) {
            Dispatch answer = new Dispatch.Refused(it.deviceId(), it.taskId(), it.status(), it.code(), it.detail());
            writer.write(answer, clock.instant()).ifPresent(refusals::add);
        }
    }

    private Outgoing bury(Delivery delivery, String reason) {
        metrics.counter("bridge.dead", "queue", DEAD_QUEUE).increment();
        LOG.warn("Message put away, its topic names no device");
        return delivery.dead(DEAD_QUEUE, reason);
    }
}
