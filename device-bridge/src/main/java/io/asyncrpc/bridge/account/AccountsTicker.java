package io.asyncrpc.bridge.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.bridge.broker.Consumers;
import io.asyncrpc.bridge.report.Report;
import io.asyncrpc.bridge.report.ReportPublisher;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the core which accounts the broker has, a range of names at a time: at start, after the broker was away, and every few
 * minutes, since a broker may lose them, or come back with older ones. A list is read page by page while accounts come and go,
 * so a name may be missing by mistake; the core asks for such an account again, which changes nothing.
 */
@ApplicationScoped
class AccountsTicker {
    private static final Logger LOG = Logger.getLogger(AccountsTicker.class);

    private final ManagementClient broker;
    private final Consumers consumers;
    private final ReportPublisher core;
    private final AccountConfig config;
    private final InstantSource clock;
    private Instant due = Instant.MIN;

    AccountsTicker(
            @RestClient ManagementClient broker,
            Consumers consumers,
            ReportPublisher core,
            AccountConfig config,
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
            due = Instant.MIN;
        } else if (!now.isBefore(due)) {
            tell(now);
        }
    }

    private void tell(Instant now) throws InterruptedException {
        try {
            tellPages();
            due = now.plus(config.listInterval());
        } catch (IOException | RuntimeException failure) {
            LOG.warnf("Accounts not told, trying again: %s", failure);
        }
    }

    private void tellPages() throws IOException, InterruptedException {
        @Nullable String after = null;
        int pages = 1;
        for (int page = 1; page <= pages; page++) {
            Instant at = clock.instant();
            JsonNode answer = broker.users(page, config.listPage());
            pages = answer.path("page_count").asInt();
            List<String> names = names(answer);
            String until = page < pages ? names.getLast() : null;
            core.publish(List.of(new Report.Accounts(at, after, until, devices(names))));
            after = until;
        }
    }

    /** The bridge itself is a user: a list without anyone is none, and must not say that all accounts are gone. */
    private static List<String> names(JsonNode answer) {
        List<String> names = answer.path("items")
                .valueStream()
                .map(user -> user.path("name").asText())
                .toList();
        if (names.isEmpty()) {
            throw new IllegalStateException("the broker's list of users is empty");
        }
        return names;
    }

    private List<String> devices(List<String> names) {
        return names.stream()
                .filter(name -> AccountResource.isDeviceId(name)
                        && !config.reservedNames().contains(name))
                .toList();
    }
}
