package io.asyncrpc.fleet.device;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A device's connection: it subscribes whenever it is let in, and comes back by itself after it was let in once. */
public final class MqttChannel implements DeviceChannel {

    private final Account account;
    private final MqttVersion version;
    private @Nullable Listener listener;
    private volatile boolean letIn;
    private volatile boolean closed;

    private MqttChannel(Broker broker, Account account, MqttVersion.Choice choice) {
        this.account = account;
        MqttClientBuilder client = MqttClient.builder()
                .identifier(account.username())
                .serverHost(broker.host())
                .serverPort(broker.port())
                .automaticReconnectWithDefaultConfig()
                .addConnectedListener(connected -> subscribe())
                .addDisconnectedListener(this::comeBack);
        this.version = choice.of(client, account);
    }

    /** Ids and numbers travel in user properties, bodies stay as they are. */
    public static MqttChannel mqtt5(Broker broker, Account account) {
        return new MqttChannel(broker, account, Mqtt5::new);
    }

    /** Knows no properties: everything travels in the body. */
    public static MqttChannel mqtt311(Broker broker, Account account) {
        return new MqttChannel(broker, account, Mqtt311::new);
    }

    @Override
    public String deviceId() {
        return account.username();
    }

    @Override
    public CompletionStage<Void> open(Listener hears) {
        listener = hears;
        return version.connect().thenAccept(connected -> {});
    }

    @Override
    public CompletionStage<Void> send(Said said) {
        return version.publish("dev/" + deviceId() + "/" + WireWriter.suffix(said), said)
                .thenAccept(sent -> {});
    }

    @Override
    public void close() {
        closed = true;
        version.disconnect();
    }

    private void comeBack(MqttClientDisconnectedContext lost) {
        lost.getReconnector().reconnect(letIn && !closed);
    }

    private void subscribe() {
        letIn = true;
        version.subscribe("srv/" + deviceId() + "/+", hearing())
                .thenAccept(subscribed -> hearing().subscribed());
    }

    private Listener hearing() {
        if (listener == null) {
            throw new IllegalStateException("nobody listens yet");
        }
        return listener;
    }
}
