package io.asyncrpc.bridge.mqtt;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.asyncrpc.bridge.broker.DevicePublisher;
import io.asyncrpc.bridge.broker.Outgoing;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says words to devices: over {@code amq.topic}, where the broker turns them into MQTT. */
@ApplicationScoped
public class WordPublisher {
    private static final String EXCHANGE = "amq.topic";

    private final DevicePublisher devices;
    private final MeterRegistry metrics;
    private final int deliveryMode;
    private final AnswerLimit refusals;
    private final InstantSource clock;

    WordPublisher(DevicePublisher devices, MeterRegistry metrics, MqttConfig config, InstantSource clock) {
        this.devices = devices;
        this.metrics = metrics;
        this.clock = clock;
        this.refusals = new AnswerLimit(config.answersPerSecond());
        this.deliveryMode = config.persistentDownlink() ? 2 : 1;
    }

    /** Whether the device may be told {@code err} once more now, whoever refuses: the bridge or the core. */
    boolean mayRefuse(String deviceId) {
        boolean allowed = refusals.allows(deviceId, clock.instant());
        if (!allowed) {
            metrics.counter("bridge.refused.silently").increment();
        }
        return allowed;
    }

    void say(List<Word> words) throws IOException, InterruptedException {
        int unroutable = devices.say(words.stream().map(this::outgoing).toList());
        metrics.counter("bridge.unroutable").increment(unroutable);
        for (Word word : words) {
            metrics.counter("bridge.dispatched", "kind", word.kind()).increment();
        }
    }

    private Outgoing outgoing(Word word) {
        Map<String, Object> headers = new HashMap<>(word.properties());
        BasicProperties.Builder properties = new BasicProperties.Builder()
                .contentType(word.contentType())
                .deliveryMode(deliveryMode)
                .expiration(Long.toString(word.expiry().toMillis()));
        if (!word.correlation().isEmpty()) {
            headers.put("correlationData", word.correlation());
            properties.correlationId(word.correlation());
        }
        return new Outgoing(
                EXCHANGE,
                "srv." + word.deviceId() + "." + word.suffix(),
                properties.headers(headers).build(),
                word.body());
    }
}
