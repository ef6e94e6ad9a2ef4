package io.asyncrpc.fleet.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.device.DeviceChannel.Listener;
import java.util.List;
import java.util.concurrent.CompletionStage;

final class Mqtt5 implements MqttVersion {

    private final Mqtt5AsyncClient client;

    Mqtt5(MqttClientBuilder common, Account account) {
        client = common.useMqttVersion5()
                .simpleAuth()
                .username(account.username())
                .password(account.password().getBytes(UTF_8))
                .applySimpleAuth()
                .buildAsync();
    }

    @Override
    public CompletionStage<?> connect() {
        return client.connect();
    }

    @Override
    public CompletionStage<?> subscribe(String filter, Listener listener) {
        return client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(word -> received(word, listener))
                .send();
    }

    @Override
    public CompletionStage<?> publish(String topic, Said said) {
        return client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .userProperties(userProperties(said))
                .payload(WireWriter.body(said))
                .send();
    }

    @Override
    public void disconnect() {
        client.disconnect();
    }

    private static void received(Mqtt5Publish word, Listener listener) {
        String correlation = word.getCorrelationData()
                .map(data -> UTF_8.decode(data).toString())
                .orElse(null);
        listener.received(word.getTopic().toString(), correlation, word.getPayloadAsBytes());
    }

    private static Mqtt5UserProperties userProperties(Said said) {
        List<Mqtt5UserProperty> properties = WireWriter.properties(said).entrySet().stream()
                .map(entry -> Mqtt5UserProperty.of(entry.getKey(), entry.getValue()))
                .toList();
        return Mqtt5UserProperties.of(properties);
    }
}
