package io.asyncrpc.bridge.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A message in hand: delivered by the broker, not acknowledged yet. */
public final class Delivery {
    private final Envelope envelope;
    private final AMQP.BasicProperties properties;
    private final byte[] body;
    private final Instant at;

    Delivery(Envelope envelope, AMQP.BasicProperties properties, byte[] body, Instant at) {
        this.envelope = envelope;
        this.properties = properties;
        this.body = body;
        this.at = at;
    }

    /** When it came into our hands. */
    public Instant at() {
        return at;
    }

    public byte[] body() {
        return body;
    }

    public String routingKey() {
        return envelope.getRoutingKey();
    }

    public AMQP.BasicProperties properties() {
        return properties;
    }

    long tag() {
        return envelope.getDeliveryTag();
    }

    /** A header as bytes; empty when it is absent or neither bytes nor text. */
    public byte[] headerBytes(String name) {
        Map<String, Object> headers = properties().getHeaders();
        return switch (headers == null ? null : headers.get(name)) {
            case byte[] bytes -> bytes;
            case LongString bytes -> bytes.getBytes();
            case null, default -> new byte[0];
        };
    }

    /** Those headers that are text. */
    public Map<String, String> textHeaders() {
        Map<String, String> texts = new HashMap<>();
        Map<String, Object> headers = properties().getHeaders();
        if (headers != null) {
            headers.forEach((name, value) -> {
                if (value instanceof LongString text) {
                    texts.put(name, new String(text.getBytes(), StandardCharsets.UTF_8));
                }
            });
        }
        return texts;
    }

    /** The same message for the queue of the dead, with the reason why it could not live. */
    public Outgoing dead(String queue, String reason) {
        Map<String, Object> headers = new HashMap<>();
        if (properties().getHeaders() != null) {
            headers.putAll(properties().getHeaders());
        }
        headers.put("x-reason", reason);
        headers.put("x-routing-key", routingKey());
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .contentType(properties().getContentType())
                .correlationId(properties().getCorrelationId())
                .deliveryMode(2)
                .headers(headers)
                .build();
        return new Outgoing("", queue, properties, body());
    }
}
