package io.asyncrpc.bridge;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A device with an account of its own, over MQTT 5. */
public final class TestDevice implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 15;

    private final String id;
    private final Mqtt5BlockingClient client;
    private final Mqtt5Publishes received;

    private TestDevice(String id, String password) {
        this.id = id;
        client = client(id);
        connect(client, id, password);
        received = client.publishes(MqttGlobalPublishFilter.ALL);
    }

    /** Has an account made, connects and listens to all that is said to it. */
    public static TestDevice listening(String id) {
        TestDevice device = connected(id);
        device.subscribe("srv/" + id + "/#");
        return device;
    }

    public static TestDevice connected(String id) {
        return new TestDevice(id, newPassword(id));
    }

    public static String newPassword(String id) {
        return given().header("Authorization", "Bearer " + TestBroker.variable("HOUSE_TOKEN"))
                .post("/accounts/{id}/password", id)
                .then()
                .statusCode(201)
                .extract()
                .path("password");
    }

    public static Mqtt5BlockingClient client(String clientId) {
        return Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost(TestBroker.variable("MQTT_HOST"))
                .serverPort(Integer.parseInt(TestBroker.variable("MQTT_PORT")))
                .buildBlocking();
    }

    public static void connect(Mqtt5BlockingClient client, String user, String password) {
        client.connectWith()
                .simpleAuth()
                .username(user)
                .password(password.getBytes(UTF_8))
                .applySimpleAuth()
                .send();
    }

    public void subscribe(String topicFilter) {
        client.subscribeWith()
                .topicFilter(topicFilter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
    }

    public void say(String word, byte @Nullable [] correlation, Map<String, String> properties, byte[] body) {
        publish("dev/" + id + "/" + word, correlation, properties, body);
    }

    public void publish(String topic, byte @Nullable [] correlation, Map<String, String> properties, byte[] body) {
        List<Mqtt5UserProperty> userProperties = properties.entrySet().stream()
                .map(it -> Mqtt5UserProperty.of(it.getKey(), it.getValue()))
                .toList();
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .correlationData(correlation)
                .userProperties(Mqtt5UserProperties.of(userProperties))
                .payload(body)
                .send();
    }

    /** The next word said to the device. */
    public Mqtt5Publish word() throws InterruptedException {
        return received.receive(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .orElseThrow(() -> new AssertionError("nothing was said to " + id));
    }

    public boolean isConnected() {
        return client.getState().isConnected();
    }

    public static Map<String, String> properties(Mqtt5Publish word) {
        return word.getUserProperties().asList().stream()
                .collect(Collectors.toMap(
                        it -> it.getName().toString(), it -> it.getValue().toString()));
    }

    public static String correlation(Mqtt5Publish word) {
        return word.getCorrelationData().map(it -> UTF_8.decode(it).toString()).orElse("");
    }

    public static String body(Mqtt5Publish word) {
        return new String(word.getPayloadAsBytes(), UTF_8);
    }

    @Override
    public void close() {
        received.close();
        try {
            client.disconnect();
        } catch (RuntimeException closedAlready) {
            // by the broker, which is what some tests are about
        }
    }
}
