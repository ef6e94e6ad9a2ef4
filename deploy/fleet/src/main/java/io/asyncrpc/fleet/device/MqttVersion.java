package io.asyncrpc.fleet.device;

import com.hivemq.client.mqtt.MqttClientBuilder;
import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.device.DeviceChannel.Listener;
import java.util.concurrent.CompletionStage;

/** What differs between the versions of MQTT: the client's types, and where a word's parts travel. All is QoS 1. */
interface MqttVersion {

    /** Makes a client of that version out of what both have in common. */
    @FunctionalInterface
    interface Choice {
        MqttVersion of(MqttClientBuilder client, Account account);
    }

    CompletionStage<?> connect();

    CompletionStage<?> subscribe(String filter, Listener listener);

    CompletionStage<?> publish(String topic, Said said);

    void disconnect();
}
