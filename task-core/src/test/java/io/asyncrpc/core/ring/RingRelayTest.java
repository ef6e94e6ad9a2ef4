package io.asyncrpc.core.ring;

import static io.asyncrpc.core.house.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.asyncrpc.core.house.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which tasks ring, over the real engines: those of a device that comes, and no more than eight at a time. */
@QuarkusTest
class RingRelayTest extends CoreTest {
    @Inject
    Database database;

    private String device = "";

    @BeforeEach
    void aDevice() {
        device = api.device();
    }

    @Test
    void deviceThatConnectsIsRung() {
        // Given
        String task = api.task(device);
        house().word(device, "doorbell");

        // When
        house().report(connected("a -> b"));

        // Then
        JsonNode rung = house().word(device, "doorbell");
        assertThat(rung.at("/task/id").asText()).isEqualTo(task);
        assertThat(api.get(task).path("version").asInt()).isEqualTo(1);
    }

    @Test
    void deviceThatSubscribesAfterItConnectedIsRungForThatToo() {
        // Given
        api.task(device);
        house().word(device, "doorbell");
        house().report(connected("a -> b"));
        house().word(device, "doorbell");

        // When
        house().report(subscribed());

        // Then
        house().word(device, "doorbell");
    }

    @Test
    void deviceThatComesAndGoesIsRungAgainWhenFiveSecondsAreOver() {
        // Given
        String task = api.task(device);
        house().word(device, "doorbell");
        house().report("{\"kind\":\"acknowledged\",\"deviceId\":\"" + device + "\",\"taskId\":\"" + task + "\"}");
        api.await(task, "PENDING");
        house().report(connected("a -> b"));
        house().word(device, "doorbell");

        // When
        house().report(connected("c -> d"));
        barrier();
        long atOnce = house().count(device, "doorbell");
        database.age(task, Duration.ofSeconds(6));
        house().tick();

        // Then: it would have waited a minute otherwise
        assertThat(atOnce).isZero();
        house().word(device, "doorbell");
    }

    @Test
    void onlyTheEightMostUrgentRing() {
        // Given
        List<String> tasks = new ArrayList<>();
        IntStream.range(0, 10).forEach(i -> tasks.add(submit(i / 9)));

        // When
        List<String> rung = rung(8 + 1);

        // Then: the eight that came first, and the urgent one that came last
        List<String> first = new ArrayList<>(tasks.subList(0, 8));
        first.add(tasks.get(9));
        assertThat(rung).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void oneThatIsNoMoreAmongTheEightIsSilent() {
        // Given
        List<String> tasks = new ArrayList<>();
        IntStream.range(0, 10).forEach(i -> tasks.add(submit(i / 9)));
        rung(8 + 1);
        tasks.forEach(task -> database.age(task, Duration.ofSeconds(6)));

        // When
        house().tick();

        // Then
        List<String> eight = new ArrayList<>(tasks.subList(0, 7));
        eight.add(tasks.get(9));
        assertThat(rung(8)).containsExactlyInAnyOrderElementsOf(eight);
    }

    @Test
    void nextOneRingsWhenOneOfTheEightIsClaimed() {
        // Given
        List<String> tasks = new ArrayList<>();
        IntStream.range(0, 9).forEach(i -> tasks.add(submit(0)));
        rung(8);

        // When
        house().report("{\"kind\":\"claim\",\"deviceId\":\"" + device + "\",\"taskId\":\"" + tasks.get(3) + "\"}");

        // Then
        assertThat(rung(1)).containsExactly(tasks.get(8));
    }

    @Test
    void nextOneRingsWhenOneOfTheEightIsCancelled() {
        // Given
        List<String> tasks = new ArrayList<>();
        IntStream.range(0, 9).forEach(i -> tasks.add(submit(0)));
        rung(8);

        // When
        api.operator().post("/api/v1/tasks/" + tasks.get(0) + "/cancel").then().statusCode(200);

        // Then
        assertThat(rung(1)).containsExactly(tasks.get(8));
    }

    @Test
    void nextOnesRingWhenTimeEndsTheFirst() {
        // Given
        List<String> tasks = new ArrayList<>();
        IntStream.range(0, 8).forEach(i -> tasks.add(submit(0)));
        rung(8);
        tasks.add(submit(0));

        // When
        database.age(tasks.get(0), Duration.ofSeconds(3600));
        database.age(tasks.get(0), Duration.ofSeconds(3600));
        house().tick();
        api.await(tasks.get(0), "EXPIRED");

        // Then
        assertThat(rung(1)).containsExactly(tasks.get(8));
    }

    @Test
    void deviceThatHoldsACancelledTaskIsToldSoWhenItConnects() {
        // Given
        String task = held();
        api.operator()
                .body("{}")
                .post("/api/v1/tasks/" + task + "/cancel")
                .then()
                .statusCode(202);
        house().word(device, "cancel");

        // When
        house().report(connected("a -> b"));

        // Then
        assertThat(house().word(device, "cancel").path("taskId").asText()).isEqualTo(task);
        assertThat(house().count(device, "doorbell")).isZero();
    }

    @Test
    void deviceThatHoldsWhatIsEndedByForceIsToldToStop() {
        // Given
        String task = held();

        // When
        api.operator()
                .body("{\"force\":true}")
                .post("/api/v1/tasks/" + task + "/cancel")
                .then()
                .statusCode(200);

        // Then
        JsonNode word = house().word(device, "cancel");
        assertThat(word.path("taskId").asText()).isEqualTo(task);
        assertThat(Instant.parse(word.path("deadline").asText())).isAfter(Instant.now());
    }

    @Test
    void deviceThatOnlyTheListOfConnectionsTellsOfIsRung() {
        // Given
        api.task(device);
        house().word(device, "doorbell");

        // When
        house().report("{\"kind\":\"connections\",\"at\":\"" + Instant.now() + "\",\"connections\":[{\"deviceId\":\""
                + device + "\",\"connection\":\"" + device + " -> x\",\"since\":\"" + Instant.now() + "\"}]}");

        // Then
        house().word(device, "doorbell");
    }

    private String held() {
        String task = api.task(device);
        house().word(device, "doorbell");
        house().report("{\"kind\":\"claim\",\"deviceId\":\"" + device + "\",\"taskId\":\"" + task + "\"}");
        api.await(task, "LOCKED");
        return task;
    }

    private String submit(int priority) {
        return api.submit(device, ",\"priority\":" + priority).path("id").asText();
    }

    /** So many doorbells and not one more, by the ids of their tasks. */
    private List<String> rung(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(house().word(device, "doorbell").at("/task/id").asText());
        }
        String barrier = barrier();
        assertThat(house().count(device, "doorbell")).as(barrier).isZero();
        return ids;
    }

    /** Whatever was said before is heard when this returns: words go out in order. */
    private String barrier() {
        String other = api.device();
        api.task(other);
        house().word(other, "doorbell");
        house().report(connected("barrier " + other).replace(device, other));
        Waiting.until("the barrier is rung", () -> house().count(other, "doorbell") > 0);
        return "barrier " + other;
    }

    private String connected(String connection) {
        return "{\"kind\":\"connected\",\"deviceId\":\"" + device + "\",\"at\":\"" + Instant.now()
                + "\",\"connection\":\"" + device + " " + connection + "\"}";
    }

    private String subscribed() {
        return "{\"kind\":\"subscribed\",\"deviceId\":\"" + device + "\",\"at\":\"" + Instant.now() + "\"}";
    }
}
