package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.TestDevice.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A thousand connections that break and come again at once, such as after a failure of the network. */
class PresenceStormIT {

    /** Sooner than all connections are reconciled: it is the events that have to tell. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int DEVICES = 34;
    private static final int CONNECTIONS_OF_EACH = 30;

    private final Organisation organisation = Organisation.fresh();

    @Test
    void presenceIsRightAfterThousandConnectionsBrokeAndCameAgain() throws Exception {
        // Given
        List<Account> devices =
                IntStream.range(0, DEVICES).mapToObj(i -> organisation.hire()).toList();
        List<RawConnection> first = connectAll(devices);
        Awaitility.await().atMost(PATIENCE).until(() -> connected() == DEVICES);
        Instant storm = Instant.now();

        // When
        for (RawConnection connection : first) {
            connection.close();
        }
        List<RawConnection> second = connectAll(devices);

        // Then
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(devices)
                        .allSatisfy(device -> assertThat(connectedSince(device)).isAfter(storm.minusSeconds(1))));
        for (int i = 0; i < second.size() / 2; i++) {
            second.get(i).close();
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(connected()).isEqualTo(DEVICES / 2));
        for (RawConnection connection : second) {
            connection.close();
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(connected()).isZero());
    }

    /** Those of one device follow each other. */
    private List<RawConnection> connectAll(List<Account> devices) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(50);
        List<Future<RawConnection>> opening = new ArrayList<>();
        for (Account device : devices) {
            for (int i = 0; i < CONNECTIONS_OF_EACH; i++) {
                String clientId = device.username() + "-" + i;
                opening.add(threads.submit(() -> RawConnection.open(device, clientId)));
            }
        }
        threads.shutdown();
        List<RawConnection> open = new ArrayList<>();
        for (Future<RawConnection> one : opening) {
            open.add(one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        return open;
    }

    private int connected() {
        return organisation
                .viewer()
                .get("/devices?connected=true&limit=200")
                .jsonPath()
                .getList("items")
                .size();
    }

    private Instant connectedSince(Account device) {
        String since = organisation
                .viewer()
                .get("/devices/" + device.username())
                .jsonPath()
                .getString("connectedSince");
        return since == null ? Instant.EPOCH : Instant.parse(since);
    }
}
