package io.asyncrpc.bridge;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The real broker, and the core's side of it. Its address comes from {@code ./iot engines}. */
public final class TestBroker implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 15;

    private final Connection house;
    private final Connection devices;
    private final Channel houseChannel;
    private final Channel deviceChannel;
    private final BlockingQueue<JsonNode> reports = new LinkedBlockingQueue<>();

    public TestBroker() throws Exception {
        house = factory(variable("RABBITMQ_HOUSE_VHOST")).newConnection("test: house");
        devices = factory(variable("RABBITMQ_DEVICE_VHOST")).newConnection("test: devices");
        houseChannel = house.createChannel();
        deviceChannel = devices.createChannel();
        houseChannel.queuePurge("core.reports");
        houseChannel.basicConsume(
                "core.reports", true, (tag, delivery) -> addReports(delivery.getBody()), (tag, cause) -> {});
    }

    public static ConnectionFactory factory(String vhost) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(variable("RABBITMQ_HOST"));
        factory.setPort(Integer.parseInt(variable("RABBITMQ_PORT")));
        factory.setUsername(variable("RABBITMQ_USER"));
        factory.setPassword(variable("RABBITMQ_PASSWORD"));
        factory.setVirtualHost(vhost);
        factory.setNetworkRecoveryInterval(500);
        return factory;
    }

    public static boolean hasDeviceQueue(String name) throws Exception {
        try (Connection connection =
                factory(variable("RABBITMQ_DEVICE_VHOST")).newConnection("test: is there a queue")) {
            connection.createChannel().queueDeclarePassive(name);
            return true;
        } catch (IOException e) {
            if (e.getCause() instanceof ShutdownSignalException cause
                    && cause.getReason() instanceof AMQP.Channel.Close close
                    && close.getReplyCode() == AMQP.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    public static String variable(String name) {
        return requireNonNull(System.getenv(name), () -> name + " is not set: eval \"$(./iot engines)\"");
    }

    /** The next report of that kind that the predicate likes; others are thrown away. */
    public JsonNode report(String kind, Predicate<JsonNode> predicate) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            JsonNode report = reports.poll(100, TimeUnit.MILLISECONDS);
            if (report != null && report.path("kind").asText().equals(kind) && predicate.test(report)) {
                return report;
            }
        }
        throw new AssertionError("no report of kind " + kind);
    }

    public JsonNode reportOf(String deviceId, String kind) throws InterruptedException {
        return report(kind, report -> report.path("deviceId").asText().equals(deviceId));
    }

    public void dispatch(String items) throws IOException {
        say("bridge.dispatch", "{\"v\":1,\"items\":[" + items + "]}");
    }

    public void say(String houseQueue, String body) throws IOException {
        houseChannel.basicPublish("", houseQueue, null, body.getBytes(StandardCharsets.UTF_8));
    }

    public void publishAsDevice(String routingKey, BasicProperties properties, byte[] body) throws IOException {
        deviceChannel.basicPublish("amq.topic", routingKey, properties, body);
    }

    public GetResponse takeFromHouse(String queue) throws Exception {
        return take(houseChannel, queue);
    }

    public GetResponse takeFromDevices(String queue) throws Exception {
        return take(deviceChannel, queue);
    }

    private static GetResponse take(Channel channel, String queue) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            GetResponse message = channel.basicGet(queue, true);
            if (message != null) {
                return message;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("nothing in " + queue);
    }

    private void addReports(byte[] message) throws IOException {
        JSON.readTree(message).path("items").forEach(reports::add);
    }

    @Override
    public void close() {
        house.abort();
        devices.abort();
    }
}
