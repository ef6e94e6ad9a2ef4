package io.asyncrpc.bridge.presence;

import io.asyncrpc.bridge.account.AccountConfig;
import io.asyncrpc.bridge.broker.BatchConsumer;
import io.asyncrpc.bridge.broker.BatchConsumer.Step;
import io.asyncrpc.bridge.broker.BrokerConfig;
import io.asyncrpc.bridge.broker.Consumers;
import io.asyncrpc.bridge.broker.Delivery;
import io.asyncrpc.bridge.certificate.Issuing;
import io.asyncrpc.bridge.report.Report;
import io.asyncrpc.bridge.report.ReportPublisher;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Passes on the broker's own events about connections of devices. */
@ApplicationScoped
class PresenceRelay {
    private static final String QUEUE = "bridge.presence";

    private final BatchConsumer consumer;
    private final ReportPublisher core;
    private final Devices devices;

    PresenceRelay(
            Consumers consumers, ReportPublisher core, BrokerConfig config, AccountConfig accounts, Issuing issuing) {
        this.consumer = consumers.ofHouse(QUEUE);
        this.core = core;
        this.devices = new Devices(config.deviceVhost(), accounts.reservedNames(), issuing.name());
    }

    void start(@Observes StartupEvent event) {
        consumer.start(this::plan);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        consumer.stop();
    }

    private List<Step> plan(List<Delivery> batch) {
        List<Report> reports = batch.stream()
                .flatMap(delivery -> event(delivery).report(devices).stream())
                .toList();
        return List.of(() -> core.publish(reports));
    }

    private static BrokerEvent event(Delivery delivery) {
        return new BrokerEvent(delivery.routingKey(), delivery.textHeaders(), time(delivery));
    }

    private static Instant time(Delivery delivery) {
        Map<String, Object> headers = delivery.properties().getHeaders();
        return headers != null && headers.get("timestamp_in_ms") instanceof Long millis
                ? Instant.ofEpochMilli(millis)
                : delivery.at();
    }
}
