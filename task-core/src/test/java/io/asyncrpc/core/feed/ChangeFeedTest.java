package io.asyncrpc.core.feed;

import static io.asyncrpc.core.house.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.House;
import io.asyncrpc.core.house.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever changes a task's version tells so over the real broker, and only then. */
@QuarkusTest
class ChangeFeedTest extends CoreTest {
    @BeforeAll
    static void listen() {
        assertThat(house()).isInstanceOf(House.class);
    }

    @Test
    void reportsOfADeviceAreToldWithTheVersionTheyMade() {
        // Given
        String device = api.device();
        String task = api.task(device);

        // When
        house().report(report("acknowledged", device, task, ""));
        awaitChange(task, "2 false");
        house().report(report("claim", device, task, ""));
        awaitChange(task, "3 false");
        house().report(report(
                "result",
                device,
                task,
                ",\"statusCode\":200,\"attempt\":1,\"extId\":\"0\",\"retryAfter\":null,\"body\":\"e30=\""));

        // Then
        awaitChange(task, "4 true");
        assertThat(house().changes(task)).containsExactly("2 false", "3 false", "4 true");
    }

    @Test
    void aCancelIsTold() {
        // Given
        String task = api.task(api.device());

        // When
        api.operator().post("/api/v1/tasks/" + task + "/cancel").then().statusCode(200);

        // Then
        awaitChange(task, "2 true");
    }

    @Test
    void theEndOfADeviceIsToldOfItsTasks() {
        // Given
        String device = api.device();
        String task = api.task(device);

        // When
        api.admin().delete("/api/v1/devices/" + device).then().statusCode(204);

        // Then
        awaitChange(task, "2 true");
    }

    @Test
    void aSweepTellsWhatItEndedAndNotWhatItRang() {
        // Given
        String expiring = api.submit(api.device(), ",\"ttl\":1").path("id").asText();

        // When
        Waiting.until("it is expired", () -> {
            house().tick();
            return house().changes(expiring).contains("2 true");
        });

        // Then
        assertThat(house().changes(expiring)).containsExactly("2 true");
    }

    private static void awaitChange(String task, String change) {
        Waiting.until("told " + change, () -> house().changes(task).contains(change));
    }

    private static String report(String kind, String device, String task, String fields) {
        return "{\"kind\":\"" + kind + "\",\"deviceId\":\"" + device + "\",\"taskId\":\"" + task
                + "\",\"at\":\"2026-03-01T10:00:00Z\"" + fields + "}";
    }
}
