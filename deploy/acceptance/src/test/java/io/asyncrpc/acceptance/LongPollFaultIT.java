package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Waiting.Call;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What becomes of those who wait when a part of the system goes. */
@Isolated("restarts what the other tests need")
@Tag(Installation.LAUNCHER)
class LongPollFaultIT {
    private static final int MANY = 50;

    private final Organisation organisation = Organisation.fresh();
    private final Waiting viewer = new Waiting(organisation.viewer());
    private final String deviceId = organisation.register();

    @Test
    void aGatewayThatIsStoppedAnswersAllWhoWait() throws Exception {
        // Given
        String id = organisation.operator().submit(deviceId, "open", "");
        List<Call> known = IntStream.range(0, MANY)
                .mapToObj(i -> viewer.get(id, "If-None-Match", "W/\"1\"", "Prefer", "wait=60"))
                .toList();
        List<Call> whole = IntStream.range(0, MANY)
                .mapToObj(i -> viewer.get(id, "Prefer", "wait=60"))
                .toList();
        Call made = new Waiting(organisation.operator()).post(Bodies.task(deviceId, "open", ""), "Prefer", "wait=60");
        Patience.pass(Duration.ofSeconds(2));

        // When
        Outage.of("api-gateway").over();

        // Then
        assertThat(known)
                .allSatisfy(call -> assertThat(call.answer().statusCode()).isEqualTo(304));
        assertThat(whole).allSatisfy(call -> {
            assertThat(call.answer().statusCode()).isEqualTo(200);
            assertThat(call.answer().body()).contains("\"state\":\"NEW\"");
            assertThat(call.took()).isLessThan(Duration.ofSeconds(30));
        });
        assertThat(made.answer().statusCode()).isEqualTo(202);
        assertThat(made.header("Location")).isNotEmpty();
    }

    @Test
    void aChangeThatTheBrokerLostIsFoundAllTheSame() throws Exception {
        // Given
        String id = organisation.operator().submit(deviceId, "open", "");
        Outage outage = Outage.of("rabbitmq", Installation.MQTT_HOST, Installation.MQTT_PORT);
        Call call = viewer.get(id, "Prefer", "wait=60");
        Patience.pass(Duration.ofMillis(300));

        // When
        organisation.operator().post("/tasks/" + id + "/cancel", "{}").then().statusCode(200);

        // Then
        assertThat(call.answer().body()).contains("\"state\":\"CANCELED\"");
        assertThat(call.took()).isLessThan(Duration.ofSeconds(15));
        outage.over();
    }

    @Test
    void whoeverWaitsOutlivesARestartOfTheCore() throws Exception {
        // Given
        String id = organisation.operator().submit(deviceId, "open", "");
        Call known = viewer.get(id, "If-None-Match", "W/\"1\"", "Prefer", "wait=60");
        Call made = new Waiting(organisation.operator()).post(Bodies.task(deviceId, "open", ""), "Prefer", "wait=60");
        Patience.pass(Duration.ofSeconds(1));

        // When
        Outage.of("task-core").over();
        organisation.operator().post("/tasks/" + id + "/cancel", "{}").then().statusCode(200);
        assertThat(known.answer().statusCode()).isIn(200, 304);
        organisation.admin().request().delete("/devices/" + deviceId).then().statusCode(204);

        // Then
        hasTheEndOrWaitedItsMinute(known, 304);
        hasTheEndOrWaitedItsMinute(made, 202);
    }

    /** On a slow machine the core may be away for longer than anybody waits. */
    private static void hasTheEndOrWaitedItsMinute(Call call, int nothingNew) {
        if (call.took().compareTo(Duration.ofSeconds(59)) >= 0) {
            assertThat(call.answer().statusCode()).isIn(200, nothingNew);
        } else {
            assertThat(call.answer().statusCode()).isEqualTo(200);
            assertThat(call.answer().body()).contains("\"state\":\"CANCELED\"");
        }
    }
}
