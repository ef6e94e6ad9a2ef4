package io.asyncrpc.fleet.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A device that speaks MQTT 3.1.1, which knows no properties: everything travels in the body. */
public final class Mqtt3Channel implements DeviceChannel {

    private final Account account;
    private final Mqtt3AsyncClient client;
    private @Nullable Listener listener;
    private volatile boolean letIn;
    private volatile boolean closed;

    public Mqtt3Channel(Broker broker, Account account) {
        this.account = account;
        this.client = Mqtt3Client.builder()
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
                .payload(WireWriter.envelope(said))
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
                .callback(word -> hearing().received(word.getTopic().toString(), null, word.getPayloadAsBytes()))
                .send()
                .thenAccept(subscribed -> hearing().subscribed());
    }

    private Listener hearing() {
        if (listener == null) {
            throw new IllegalStateException("nobody listens yet");
        }
        return listener;
    }
}
