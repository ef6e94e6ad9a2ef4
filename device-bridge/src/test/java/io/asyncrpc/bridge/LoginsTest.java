package io.asyncrpc.bridge;

import static io.asyncrpc.bridge.TestBroker.variable;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ConnectionFactory;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins that the broker refuses, as the core hears of them. */
@QuarkusTest
class LoginsTest {
    private TestBroker broker;

    @BeforeEach
    void connect() throws Exception {
        broker = new TestBroker();
    }

    @AfterEach
    void disconnect() {
        broker.close();
    }

    @Test
    void aDeviceThatIsRefusedIsCounted() throws Exception {
        // Given
        TestDevice.newPassword("logins-1");
        long before = refused("mqtt");

        // When
        for (String id : List.of("logins-1", "logins-nobody")) {
            assertThatThrownBy(() -> TestDevice.connect(TestDevice.client(id), id, "wrong"))
                    .isInstanceOf(Mqtt5ConnAckException.class);
        }

        // Then
        JsonNode report = broker.report("logins", it -> count(it, "mqtt") >= before + 2);
        assertThat(count(report, "mqtt")).isEqualTo(before + 2);
        assertThat(report.path("name").asText()).contains("@");
        assertThat(Instant.parse(report.path("since").asText()))
                .isBefore(Instant.parse(report.path("at").asText()))
                .isAfter(Instant.now().minus(Duration.ofDays(30)));
    }

    @Test
    void anAccountOfTheHouseThatIsRefusedIsCountedByWhatItSpoke() throws Exception {
        // Given
        long amqp = refused("amqp091");
        long http = refused("http");
        ConnectionFactory wrong = TestBroker.factory("house");
        wrong.setUsername("core");
        wrong.setPassword("wrong");

        // When
        assertThatThrownBy(() -> wrong.newConnection("test: refused"))
                .isInstanceOf(AuthenticationFailureException.class);
        given().auth()
                .preemptive()
                .basic("core", "wrong")
                .get(variable("RABBITMQ_MANAGEMENT_URL") + "/api/overview")
                .then()
                .statusCode(401);

        // Then: others of the house may be refused at the same time, such as a bridge of another test
        JsonNode report = broker.report("logins", it -> count(it, "amqp091") > amqp && count(it, "http") > http);
        assertThat(count(report, "amqp091")).isBetween(amqp + 1, refused("amqp091"));
        assertThat(count(report, "http")).isBetween(http + 1, refused("http"));
    }

    /** What the broker has counted by now, by its own word. */
    private static long refused(String spoken) {
        String node = ask("/nodes").path("[0].name");
        Integer count =
                ask("/auth/attempts/" + node).path("find { it.protocol == '" + spoken + "' }?.auth_attempts_failed");
        return count == null ? 0 : count;
    }

    private static Response ask(String path) {
        return given().auth()
                .preemptive()
                .basic(variable("RABBITMQ_USER"), variable("RABBITMQ_PASSWORD"))
                .get(variable("RABBITMQ_MANAGEMENT_URL") + "/api" + path);
    }

    private static long count(JsonNode report, String spoken) {
        return report.path("items")
                .valueStream()
                .filter(it -> it.path("reason").asText().equals(spoken))
                .mapToLong(it -> it.path("count").asLong())
                .sum();
    }
}
