package io.asyncrpc.fleet.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A device that speaks MQTT 5: ids and numbers travel in user properties, bodies stay as they are. */
public final class Mqtt5Channel implements DeviceChannel {

    private final Account account;
    private final Mqtt5AsyncClient client;
    private @Nullable Listener listener;
    private volatile boolean letIn;
    private volatile boolean closed;

    public Mqtt5Channel(Broker broker, Account account) {
        this.account = account;
        this.client = Mqtt5Client.builder()
                .identifier(account.username())
                .serverHost(broker.host())
                .serverPort(broker.port())
                .simpleAuth()
                .username(account.username())
                .password(account.password().getBytes(UTF_8))
                .applySimpleAuth()
                .automaticReconnectWithDefaultConfig()
                .addConnectedListener(connected -> subscribe())
                .addDisconnectedListener(this::comeBack)
                .buildAsync();
    }

    @Override
    public String deviceId() {
        return account.username();
    }

    @Override
    public CompletionStage<Void> open(Listener hears) {
        listener = hears;
        return client.connect().thenAccept(connected -> {});
    }

    @Override
    public CompletionStage<Void> send(Said said) {
        return client.publishWith()
                .topic("dev/" + deviceId() + "/" + WireWriter.suffix(said))
                .qos(MqttQos.AT_LEAST_ONCE)
                .userProperties(userProperties(said))
                .payload(WireWriter.body(said))
                .send()
                .thenAccept(sent -> {});
    }

    @Override
    public void close() {
        closed = true;
        client.disconnect();
    }

    private void comeBack(MqttClientDisconnectedContext lost) {
        lost.getReconnector().reconnect(letIn && !closed);
    }

    private void subscribe() {
        letIn = true;
        client.subscribeWith()
                .topicFilter("srv/" + deviceId() + "/+")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(this::received)
                .send()
                .thenAccept(subscribed -> hearing().subscribed());
    }

    private void received(Mqtt5Publish word) {
        String correlation = word.getCorrelationData()
                .map(data -> UTF_8.decode(data).toString())
                .orElse(null);
        hearing().received(word.getTopic().toString(), correlation, word.getPayloadAsBytes());
    }

    private Listener hearing() {
        if (listener == null) {
            throw new IllegalStateException("nobody listens yet");
        }
        return listener;
    }

    private static Mqtt5UserProperties userProperties(Said said) {
        List<Mqtt5UserProperty> properties = WireWriter.properties(said).entrySet().stream()
                .map(entry -> Mqtt5UserProperty.of(entry.getKey(), entry.getValue()))
                .toList();
        return Mqtt5UserProperties.of(properties);
    }
}
