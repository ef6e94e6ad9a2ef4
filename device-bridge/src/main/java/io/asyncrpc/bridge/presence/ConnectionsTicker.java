package io.asyncrpc.bridge.presence;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.bridge.account.AccountConfig;
import io.asyncrpc.bridge.account.ManagementClient;
import io.asyncrpc.bridge.broker.BrokerConfig;
import io.asyncrpc.bridge.broker.Consumers;
import io.asyncrpc.bridge.certificate.Issuing;
import io.asyncrpc.bridge.report.Report;
import io.asyncrpc.bridge.report.ReportPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Tells the core all live connections: at start, after the broker was away, and once a minute, since an event may get lost
 * and a broker that dies closes no connection by name.
 */
@ApplicationScoped
class ConnectionsTicker {
    private static final Logger LOG = Logger.getLogger(ConnectionsTicker.class);

    /**
     * The broker lists a connection with its first statistics, every 5 s
     * (<a href="https://www.rabbitmq.com/docs/management#statistics-interval">collect_statistics_interval</a>), later when it
     * is busy. What began since is not known to be gone when it is not listed; the next list tells.
     */
    private static final Duration LIST_LAGS = Duration.ofSeconds(15);

    private final ManagementClient broker;
    private final Consumers consumers;
    private final ReportPublisher core;
    private final PresenceConfig config;
    private final InstantSource clock;
    private final Devices devices;
    private final AtomicInteger connected;
    private final Pauses pauses = new Pauses();
    private Instant due = Instant.MIN;

    ConnectionsTicker(
            @RestClient ManagementClient broker,
            Consumers consumers,
            ReportPublisher core,
            PresenceConfig config,
            BrokerConfig brokerConfig,
            AccountConfig accounts,
            Issuing issuing,
            MeterRegistry metrics,
            InstantSource clock) {
        this.broker = broker;
        this.consumers = consumers;
        this.core = core;
        this.config = config;
        this.clock = clock;
        this.connected = Objects.requireNonNull(metrics.gauge("bridge.devices", new AtomicInteger()));
        this.devices = new Devices(brokerConfig.deviceVhost(), accounts.reservedNames(), issuing.name());
    }

    /** Looks often whether it is time; nothing else runs at the same moment. */
    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() throws InterruptedException {
        Instant now = clock.instant();
        if (!consumers.closed().isEmpty()) {
            due = Instant.MIN;
            pauses.reset();
        } else if (!now.isBefore(due)) {
            tell(now);
        }
    }

    private void tell(Instant now) throws InterruptedException {
        try {
            List<Report.Connection> live = live();
            connected.set(live.size());
            core.publish(List.of(new Report.Connections(now.minus(LIST_LAGS), live)));
            due = now.plus(config.snapshotInterval());
            pauses.reset();
        } catch (IOException | RuntimeException failure) {
            due = clock.instant().plus(pauses.next());
            LOG.warnf("Connections not told, trying again: %s", failure);
        }
    }

    private List<Report.Connection> live() {
        List<Report.Connection> live = new ArrayList<>();
        for (JsonNode one : broker.connections(devices.vhost())) {
            String user = one.path("user").asText();
            if (devices.isDevice(user, one.path("protocol").asText())) {
                Instant since = Instant.ofEpochMilli(one.path("connected_at").asLong());
                live.add(new Report.Connection(
                        user,
                        one.path("name").asText(),
                        since,
                        devices.certificate(
                                one.path("peer_cert_issuer").asText(),
                                one.path("peer_cert_validity").asText())));
            }
        }
        return live;
    }
}
