package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.asyncrpc.acceptance.Waiting.Call;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An installation goes from the last release to today's services and back, on one database and one broker, while calls go round.
 * The launcher started the release's, on engines that were empty.
 */
@TestMethodOrder(OrderAnnotation.class)
@Tag(Installation.UPGRADE)
@Tag(Installation.LAUNCHER)
class UpgradeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Sooner than the next look of a waiter that nobody woke. */
    private static final Duration SOON = Duration.ofSeconds(4);

    private static final int CALLS = 8;
    private static final String PAYLOAD = "\"payload\":{\"how\":\"wide\"}";
    private static final Organisation ORGANISATION = Organisation.fresh();

    private static OpenCalls open;
    private static House house;
    private static House.Crew release;
    private static House.Crew today;
    private static FleetProcess.Running load;

    @BeforeAll
    static void todaysServicesJoinThoseOfTheRelease() throws Exception {
        open = new OpenCalls();
        house = new House();
        release = house.startAll();
        for (String service : House.SERVICES) {
            Outage.kill(service);
        }
        house.awaitReady();
        house.warmUp();
        load = house.load(Duration.ofMinutes(20));
        Awaitility.await("the release serves").atMost(PATIENCE).until(() -> moves(release) > 0);
        today = house.startAll(Installation.PROJECT);
        house.awaitReady();
    }

    @AfterAll
    static void noMore() {
        open.close();
        house.close();
    }

    @Test
    @Order(1)
    void bothTakeTheirShare() {
        // When
        double ofTheRelease = moves(release);
        double ofToday = moves(today);

        // Then
        Awaitility.await().atMost(PATIENCE).until(() -> moves(release) > ofTheRelease && moves(today) > ofToday);
    }

    static Stream<Arguments> doors() {
        return Stream.concat(
                gateways(),
                Stream.of(
                        arguments(named("core of the release", release.core()), named("core of today", today.core())),
                        arguments(named("core of today", today.core()), named("core of the release", release.core()))));
    }

    static Stream<Arguments> gateways() {
        Named<Replica> before = named("gateway of the release", release.gateway());
        Named<Replica> now = named("gateway of today", today.gateway());
        return Stream.of(arguments(before, now), arguments(now, before));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("doors")
    @Order(2)
    void whatOneTookTheOtherTellsAndEnds(Replica one, Replica other) {
        try (TestDevice device = hire(one, other)) {
            // Given
            ApiClient client = ORGANISATION.operator().at(one);
            ApiClient otherClient = ORGANISATION.operator().at(other);
            String id = client.submit(device.id(), "open", PAYLOAD);
            String canceled = client.submit(device.id(), "open", PAYLOAD);

            // When
            String seen = otherClient.task(id).getString("state");
            int status =
                    otherClient.post("/tasks/" + canceled + "/cancel", "{}").statusCode();
            perform(device, id);

            // Then
            assertThat(seen).isEqualTo("NEW");
            assertThat(status).isEqualTo(200);
            for (ApiClient door : List.of(client, otherClient)) {
                assertThat(door.task(canceled).getString("state")).isEqualTo("CANCELED");
                assertThat(door.task(id).getString("state")).isEqualTo("DONE");
                assertThat(door.task(id).getString("result.body")).isEqualTo("did " + id);
            }
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("gateways")
    @Order(3)
    void whoWaitsAtADoorIsToldWhicheverCoreHeardTheDevice(Replica one, Replica other) {
        try (TestDevice device = hire(one, other)) {
            // Given: so many that each core hears of some
            ApiClient client = ORGANISATION.operator().at(one);
            List<String> ids = Stream.generate(() -> client.submit(device.id(), "open", PAYLOAD))
                    .limit(CALLS)
                    .toList();
            ids.forEach(device::claim);
            Waiting viewer = new Waiting(ORGANISATION.viewer().at(other));
            List<Call> calls =
                    ids.stream().map(id -> viewer.get(id, "Prefer", "wait=50")).toList();
            Awaitility.await().atMost(PATIENCE).until(() -> told(other, "gateway_waiters") >= CALLS);

            // When
            long said = System.nanoTime();
            ids.forEach(id -> device.res(id, 200, "1"));

            // Then
            for (Call call : calls) {
                assertThat(call.answer().body()).contains("\"state\":\"DONE\"");
                assertThat(Duration.ofNanos(call.end().join() - said)).isLessThan(SOON);
            }
        }
    }

    @Test
    @Order(4)
    void whatTheReleaseLeftOpenEndsTrueUnderTodaysAlone() {
        // When
        house.retire(release);
        open.goOn();

        // Then
        open.assertEnds(today.gateway());
    }

    /** As docs/operations.md tells it, "Back again". */
    @Test
    @Order(5)
    void theReleaseServesAgainOnTheDatabaseOfToday() throws Exception {
        // When
        house.tellCores("QUARKUS_FLYWAY_MIGRATE_AT_START", "false");
        release = house.startAll();
        house.awaitReady();
        house.retire(today);

        // Then
        open.assertEnds(release.gateway());
        try (TestDevice device = hire(release.gateway(), release.gateway())) {
            ApiClient client = ORGANISATION.operator().at(release.gateway());
            String id = client.submit(device.id(), "open", PAYLOAD);
            perform(device, id);
            assertThat(client.states(id)).containsExactly("NEW", "LOCKED", "DONE");
        }
    }

    @Test
    @Order(6)
    void everyCallWasAnsweredAndEveryAnswerIsTrue() throws Exception {
        // When
        boolean toTheEnd = load.isAlive();
        FleetProcess run = load.end();
        FleetProcess audit = FleetProcess.run("audit", "verify");

        // Then
        System.out.println(run.output());
        assertThat(toTheEnd).as("%s", run.output()).isTrue();
        assertThat(run.output()).contains("\"answeredPercent\":100.0", "checker: 0 violations");
        assertThat(run.exitCode()).as("%s", run.output()).isZero();
        assertThat(audit.output()).contains("The audit log holds.");
    }

    private static double moves(House.Crew crew) {
        return told(crew.core(), "task_moves_total");
    }

    /** The sum of a metric. */
    private static double told(Replica replica, String name) {
        return replica.metrics()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** A device that is registered at one door, and gets its password at the other. */
    private static TestDevice hire(Replica one, Replica other) {
        String id = ORGANISATION.at(one).register();
        return TestDevice.connect(ORGANISATION.at(other).credentials(id));
    }

    private static void perform(TestDevice device, String id) {
        assertThat(device.claim(id).body().getString("payload.how")).isEqualTo("wide");
        device.res(id, 200, "\"did " + id + '"');
        device.hear("cmt", word -> word.isAbout(id));
    }
}
