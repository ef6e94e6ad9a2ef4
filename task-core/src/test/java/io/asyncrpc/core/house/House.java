package io.asyncrpc.core.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;

/** The rest of the house at the real broker: says what bridge and scheduler would say, and hears what the core says. */
public final class House {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final House HOUSE = new House();

    private final Connection connection;
    private final Channel channel;
    private final List<JsonNode> words = new CopyOnWriteArrayList<>();
    private final List<JsonNode> changes = new CopyOnWriteArrayList<>();
    private final List<Delivery> dead = new CopyOnWriteArrayList<>();

    public static House house() {
        return HOUSE;
    }

    private House() {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setHost(config("core.broker.host"));
            factory.setPort(Integer.parseInt(config("core.broker.port")));
            factory.setVirtualHost(config("core.broker.house-vhost"));
            factory.setUsername(config("test.rabbitmq.user"));
            factory.setPassword(config("test.rabbitmq.password"));
            factory.setNetworkRecoveryInterval(500);
            connection = factory.newConnection("test: the rest of the house");
            channel = connection.createChannel();
            channel.confirmSelect();
            channel.basicConsume("bridge.dispatch", true, (tag, d) -> words.addAll(items(d.getBody())), tag -> {});
            String changed = channel.queueDeclare().getQueue();
            channel.queueBind(changed, "task.changed", "");
            channel.basicConsume(changed, true, (tag, d) -> changes.addAll(items(d.getBody())), tag -> {});
            channel.basicConsume("core.reports.dead", true, (tag, d) -> dead.add(d), tag -> {});
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("no broker", e);
        }
    }

    /** Says reports in one message; back when the broker has it. */
    public void report(String... items) {
        say("core.reports", message(items), "application/json");
    }

    public static byte[] message(String... items) {
        return ("{\"v\":1,\"items\":[" + String.join(",", items) + "]}").getBytes(UTF_8);
    }

    public void tick() {
        say("core.ticks", message("{\"kind\":\"sweep\",\"at\":\"2026-03-01T10:00:00Z\"}"), "application/json");
    }

    public void say(String queue, byte[] body, String contentType) {
        BasicProperties properties = new BasicProperties.Builder()
                .contentType(contentType)
                .deliveryMode(2)
                .build();
        Waiting.until("the broker takes " + queue, () -> isTaken(queue, properties, body));
    }

    /** Not while the broker is being restarted. */
    private boolean isTaken(String queue, BasicProperties properties, byte[] body) {
        synchronized (channel) {
            try {
                channel.basicPublish("", queue, properties, body);
                return channel.waitForConfirms(5_000);
            } catch (IOException | RuntimeException | TimeoutException e) {
                return false;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The next word that is like this; it is taken. */
    public JsonNode word(String deviceId, String kind) {
        return word(kind + " for " + deviceId, w -> isOf(w, deviceId, kind));
    }

    public JsonNode word(String what, Predicate<JsonNode> like) {
        return Waiting.untilPresent(
                what, () -> words.stream().filter(like).filter(words::remove).findFirst());
    }

    /** How many such words were heard and not taken. */
    public long count(String deviceId, String kind) {
        return words.stream().filter(w -> isOf(w, deviceId, kind)).count();
    }

    /** What was told of a task so far, as version and finality, such as {@code 2 false}. */
    public List<String> changes(String taskId) {
        return changes.stream()
                .filter(c -> c.path("kind").asText().equals("changed")
                        && c.path("taskId").asText().equals(taskId))
                .map(c -> c.path("version").asText() + " " + c.path("final").asText())
                .toList();
    }

    private static boolean isOf(JsonNode word, String deviceId, String kind) {
        return word.path("kind").asText().equals(kind)
                && word.path("deviceId").asText().equals(deviceId);
    }

    /** The message that was put away with this in it. */
    public Delivery putAway(String part) {
        return Waiting.untilPresent(
                "put away: " + part,
                () -> dead.stream()
                        .filter(d -> new String(d.getBody(), UTF_8).contains(part))
                        .findFirst());
    }

    private static List<JsonNode> items(byte[] body) {
        try {
            return JSON.readTree(body).path("items").valueStream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String config(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
