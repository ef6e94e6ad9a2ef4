package io.asyncrpc.fleet.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.device.DeviceChannel.Listener;
import java.util.concurrent.CompletionStage;

final class Mqtt311 implements MqttVersion {

    private final Mqtt3AsyncClient client;

    Mqtt311(MqttClientBuilder common, Account account) {
        client = common.useMqttVersion3()
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
                .callback(word -> listener.received(word.getTopic().toString(), null, word.getPayloadAsBytes()))
                .send();
    }

    @Override
    public CompletionStage<?> publish(String topic, Said said) {
        return client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(WireWriter.envelope(said))
                .send();
    }

    @Override
    public void disconnect() {
        client.disconnect();
    }
}
