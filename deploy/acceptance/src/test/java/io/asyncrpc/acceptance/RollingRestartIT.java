package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Every service is replaced behind an edge, a new one before an old one, as a rolling update does it, while calls go round. */
@Tag(Installation.LAUNCHER)
@Isolated("ends services that the other tests need")
class RollingRestartIT {

    private static House house;

    @BeforeAll
    static void nobodyElseServes() throws Exception {
        house = new House();
        house.startAll();
        for (String service : House.SERVICES) {
            Outage.kill(service);
        }
        house.awaitReady();
        house.warmUp();
    }

    @AfterAll
    static void theOthersServeAgain() throws Exception {
        house.close();
        Outage.of(House.SERVICES).over();
    }

    @Test
    @Timeout(300)
    void everyCallIsAnsweredWhileEveryServiceIsRestarted() throws Exception {
        // Given
        FleetProcess.Running load = house.load(Duration.ofMinutes(4));

        // When
        List<Replica> old = house.living();
        Replica door = house.startAll().gateway();
        house.awaitReady();
        ReadinessWatch watch = new ReadinessWatch(door);
        try (watch) {
            old.forEach(House::retire);
        }
        boolean toTheEnd = load.isAlive();
        FleetProcess run = load.end();

        // Then
        System.out.println(run.output());
        assertThat(toTheEnd).as("%s", run.output()).isTrue();
        assertThat(run.output()).contains("\"answeredPercent\":100.0", "checker: 0 violations");
        assertThat(run.exitCode()).as("%s", run.output()).isZero();
        assertThat(watch.looks()).isGreaterThan(20);
        assertThat(watch.refusals())
                .as("one of two cores that goes is no reason to send nobody to the door")
                .isEmpty();
    }
}
