package io.asyncrpc.gateway.wait;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.asyncrpc.gateway.RecordingService;
import io.asyncrpc.gateway.TestBroker;
import io.asyncrpc.gateway.TestHouse;
import io.asyncrpc.gateway.TestTokens;
import io.asyncrpc.gateway.wait.Asking.Call;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes over a real RabbitMQ, with the door's own user and permissions. */
@QuarkusTest
@WithTestResource(TestHouse.class)
@WithTestResource(TestBroker.class)
@SuppressWarnings("NullAway.Init") // the fields are set by the test framework
class ChangeConsumerTest {
    private static final Duration SOON = Duration.ofSeconds(3);

    @TestHTTPResource
    URI door;

    @Inject
    ChangeConsumer consumer;

    @Inject
    BrokerConfig broker;

    RecordingService service;
    TestTokens tokens;
    private Thing thing;
    private Connection connection;
    private Channel channel;

    @BeforeEach
    void connect() throws IOException, TimeoutException {
        thing = new Thing(service);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setVirtualHost(broker.houseVhost());
        factory.setUsername(config("test.rabbitmq.user"));
        factory.setPassword(config("test.rabbitmq.password"));
        connection = factory.newConnection("test: the core");
        channel = connection.createChannel();
        awaitHearing();
    }

    @AfterEach
    void disconnect() throws IOException {
        connection.close();
    }

    @Test
    void aChangeWakesWhoeverWaitsForIt() throws IOException {
        // Given
        Call call = waiting();

        // When
        tell(thing.move(false));

        // Then
        assertThat(call.answer().body()).isEqualTo(thing.body());
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void whatCannotBeReadDisturbsNobody() throws IOException {
        // Given
        Call call = waiting();
        publish("no message at all");
        publish("{\"v\":1,\"items\":[{\"kind\":\"changed\"},{}]}");

        // When
        tell(thing.move(false));

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(200);
        assertThat(call.took()).isLessThan(SOON);
    }

    @Test
    void changesAreHeardAgainAfterTheBrokerHungUp() throws IOException, InterruptedException {
        // Given
        TestBroker.hangUp();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !isHearing());
        awaitHearing();
        Call call = waiting();

        // When
        tell(thing.move(false));

        // Then
        assertThat(call.answer().statusCode()).isEqualTo(200);
        assertThat(call.took()).isLessThan(SOON);
    }

    private Call waiting() {
        Call call =
                new Asking(door, tokens.viewer()).get(thing.path(), "If-None-Match", thing.etag(), "Prefer", "wait=30");
        Awaitility.await().until(() -> thing.reads() == 1);
        return call;
    }

    private void tell(Change change) throws IOException {
        publish("{\"v\":1,\"items\":[{\"kind\":\"changed\",\"taskId\":\"" + change.id() + "\",\"version\":"
                + change.version() + ",\"final\":" + change.isFinal() + "}]}");
    }

    private void publish(String body) throws IOException {
        channel.basicPublish("task.changed", "", null, body.getBytes(UTF_8));
    }

    private void awaitHearing() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::isHearing);
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    private boolean isHearing() {
        return consumer.isHearing();
    }
}
