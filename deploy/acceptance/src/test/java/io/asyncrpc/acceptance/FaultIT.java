package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.TestDevice.Account;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was accepted outlives the engines and the services. */
@Isolated("restarts what the other tests need")
@Tag(Installation.LAUNCHER)
class FaultIT {

    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private final Organisation organisation = Organisation.fresh();
    private final Account account = organisation.hire();

    @Test
    void aTaskOutlivesARestartOfTheBrokerAndMoreAreAcceptedMeanwhile() throws Exception {
        // Given
        TestDevice before = TestDevice.connect(account);
        String rung = submit();
        before.hear("tsk");
        Outage outage = Outage.of("rabbitmq", Installation.MQTT_HOST, Installation.MQTT_PORT);

        // When
        String meanwhile = submit();
        outage.over();

        // Then
        assertThat(before.isConnected()).isFalse();
        try (TestDevice device = TestDevice.connect(account)) {
            device.hear("tsk", word -> word.isAbout(meanwhile), RECOVERY);
            assertDone(device, rung);
            assertDone(device, meanwhile);
        }
    }

    @Test
    void aClaimedTaskOutlivesARestartOfTheBroker() throws Exception {
        // Given
        String id = submit();
        TestDevice before = TestDevice.connect(account);
        before.claim(id);

        // When
        Outage.of("rabbitmq", Installation.MQTT_HOST, Installation.MQTT_PORT).over();

        // Then
        try (TestDevice device = TestDevice.connect(account)) {
            device.req(id);
            Word again = device.hear("rsp", word -> word.isAbout(id), RECOVERY);
            assertThat(again.body().getInt("attempt")).isEqualTo(1);
            assertDone(device, id);
        }
    }

    @Test
    void aCoreThatStartsWithoutABrokerHearsItWhenItComes() throws Exception {
        // Given
        String id = submit();
        try (TestDevice before = TestDevice.connect(account)) {
            before.claim(id);
        }

        // When
        Outage.kill("rabbitmq");
        Outage.of("task-core").over();
        String meanwhile = submit();
        Outage.of("rabbitmq").over();

        // Then
        try (TestDevice device = TestDevice.connect(account)) {
            device.hear("tsk", word -> word.isAbout(meanwhile), RECOVERY);
            assertDone(device, id);
            assertDone(device, meanwhile);
        }
    }

    @Test
    void nothingAcceptedIsLostWhileTheDatabaseIsAway() throws Exception {
        // Given
        try (TestDevice device = TestDevice.connect(account)) {
            String claimed = submit();
            device.claim(claimed);

            // When
            Outage outage =
                    Outage.of("postgres", variable("POSTGRES_HOST"), Integer.parseInt(variable("POSTGRES_PORT")));
            device.res(claimed, 200, "\"said while the database was away\"");
            List<Response> answers = submitUntilOver(outage);
            outage.over();

            // Then
            device.hear("cmt", word -> word.isAbout(claimed), RECOVERY);
            assertThat(organisation.viewer().task(claimed).getString("state")).isEqualTo("DONE");
            assertThat(answers).anyMatch(answer -> answer.statusCode() == 503);
            answers.forEach(this::assertAcceptedOrUnavailable);
            Awaitility.await().atMost(RECOVERY).until(() -> post().statusCode(), status -> status == 202);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"task-core", "device-bridge", "scheduler", "api-gateway"})
    void aTaskOutlivesTheRestartOfAService(String service) throws Exception {
        // Given
        try (TestDevice device = TestDevice.connect(account)) {
            String claimed = submit();
            device.claim(claimed);

            // When
            Outage outage = Outage.of(service);
            device.res(claimed, 200, "\"said during the restart\"");
            outage.over();

            // Then
            device.hear("cmt", word -> word.isAbout(claimed), RECOVERY);
            assertThat(organisation.viewer().task(claimed).getString("state")).isEqualTo("DONE");
            assertDone(device, submit());
        }
    }

    private List<Response> submitUntilOver(Outage outage) {
        List<Response> answers = new ArrayList<>();
        do {
            answers.add(post());
        } while (!outage.isOver());
        return answers;
    }

    private void assertAcceptedOrUnavailable(Response answer) {
        if (answer.statusCode() == 202) {
            assertThat(organisation.viewer().task(answer.path("id")).getString("deviceId"))
                    .isEqualTo(account.username());
        } else {
            Problems.assertProblem(answer, 503, "unavailable");
            assertThat(answer.header("Retry-After")).isNotBlank();
        }
    }

    private void assertDone(TestDevice device, String id) {
        device.req(id);
        device.hear("rsp", word -> word.isAbout(id), RECOVERY);
        device.res(id, 200, "1");
        device.hear("cmt", word -> word.isAbout(id), RECOVERY);
        assertThat(organisation.viewer().task(id).getString("state")).isEqualTo("DONE");
    }

    private String submit() {
        return organisation.operator().submit(account.username(), "open", "");
    }

    private Response post() {
        return organisation.operator().post("/tasks", Bodies.task(account.username(), "open", ""));
    }
}
