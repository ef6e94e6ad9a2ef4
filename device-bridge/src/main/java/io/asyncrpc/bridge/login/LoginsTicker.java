package io.asyncrpc.bridge.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.bridge.account.ManagementClient;
import io.asyncrpc.bridge.broker.Consumers;
import io.asyncrpc.bridge.report.Report;
import io.asyncrpc.bridge.report.ReportPublisher;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Tells the core how many logins each node of the broker has refused since it started, when that is another number than
 * before. The broker counts, so nothing is lost when we are away, nothing is told twice that matters, and a storm of logins
 * is no more work than one.
 */
@ApplicationScoped
class LoginsTicker {
    private static final Logger LOG = Logger.getLogger(LoginsTicker.class);

    private final ManagementClient broker;
    private final Consumers consumers;
    private final ReportPublisher core;
    private final LoginConfig config;
    private final InstantSource clock;
    private final Map<String, List<Report.Refused>> told = new HashMap<>();
    private Instant due = Instant.MIN;

    LoginsTicker(
            @RestClient ManagementClient broker,
            Consumers consumers,
            ReportPublisher core,
            LoginConfig config,
            InstantSource clock) {
        this.broker = broker;
        this.consumers = consumers;
        this.core = core;
        this.config = config;
        this.clock = clock;
    }

    /** Looks often whether it is time; nothing else runs at the same moment. */
    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() throws InterruptedException {
        Instant now = clock.instant();
        if (!consumers.closed().isEmpty()) {
            told.clear(); // perhaps it starts anew, and counts to the same number
        } else if (!now.isBefore(due)) {
            tellAll(now);
        }
    }

    private void tellAll(Instant now) throws InterruptedException {
        due = now.plus(config.interval());
        try {
            for (JsonNode node : broker.nodes()) {
                if (node.path("running").asBoolean()) {
                    tell(now, node.path("name").asText(), node.path("uptime").asLong());
                }
            }
        } catch (IOException | RuntimeException failure) {
            LOG.warnf("Refused logins not told, later they are: %s", failure);
        }
    }

    private void tell(Instant now, String node, long uptimeMillis) throws IOException, InterruptedException {
        List<Report.Refused> refused = refused(broker.loginsAt(node));
        if (!refused.isEmpty() && !refused.equals(told.get(node))) {
            core.publish(List.of(new Report.Logins(now, node, now.minusMillis(uptimeMillis), refused)));
            told.put(node, refused);
        }
    }

    private static List<Report.Refused> refused(JsonNode counts) {
        return counts.valueStream()
                .map(of -> new Report.Refused(
                        of.path("protocol").asText(),
                        of.path("auth_attempts_failed").asLong()))
                .filter(of -> of.count() > 0)
                .toList();
    }
}
