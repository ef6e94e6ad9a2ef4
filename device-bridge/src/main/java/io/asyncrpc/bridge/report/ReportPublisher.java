package io.asyncrpc.bridge.report;

import io.asyncrpc.bridge.broker.HousePublisher;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/** Tells the core, and returns when the broker has it safe. */
@ApplicationScoped
public class ReportPublisher {
    private static final String QUEUE = "core.reports";

    private final HousePublisher house;
    private final MeterRegistry metrics;
    private final ReportWriter writer = new ReportWriter();

    ReportPublisher(HousePublisher house, MeterRegistry metrics) {
        this.house = house;
        this.metrics = metrics;
    }

    public void publish(List<Report> reports) throws IOException, InterruptedException {
        writer.write(reports, message -> house.publish(QUEUE, message));
        for (Report report : reports) {
            metrics.counter("bridge.reports", "kind", report.kind()).increment();
        }
    }
}
