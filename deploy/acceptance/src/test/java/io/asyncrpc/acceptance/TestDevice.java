package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** A device that does nothing by itself: a test says its words and waits for those it hears. Speaks MQTT 5. */
final class TestDevice implements AutoCloseable {

    /** A device's account on the broker. */
    record Account(String username, String password) {}

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final String id;
    private final Mqtt5BlockingClient client;
    private final List<Word> heard = new CopyOnWriteArrayList<>();
    private volatile Consumer<Word> worker = heard::add;

    private TestDevice(String id, Mqtt5Client client) {
        this.id = id;
        this.client = client.toBlocking();
    }

    /** Connected and subscribed to everything that is for it. */
    static TestDevice connect(Account account) {
        TestDevice device = open(account, account.username());
        device.subscribe("srv/" + account.username() + "/#");
        return device;
    }

    /** Connected and subscribed; the broker keeps what is for it while it is away, and gives it when it comes again. */
    static TestDevice resume(Account account) {
        TestDevice device = new TestDevice(account.username(), client(account, account.username()));
        device.client.toAsync().publishes(MqttGlobalPublishFilter.REMAINING, device::hear);
        device.client
                .connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(3_600)
                .send();
        device.subscribe("srv/" + account.username() + "/#");
        return device;
    }

    /** Connected only. */
    static TestDevice open(Account account, String clientId) {
        Mqtt5Client client = client(account, clientId);
        client.toBlocking().connect();
        return new TestDevice(account.username(), client);
    }

    /** Connected over TLS with a certificate, and subscribed to everything that is for it. */
    static TestDevice connect(String deviceId, Badge badge) {
        TestDevice device = open(deviceId, badge);
        device.subscribe("srv/" + deviceId + "/#");
        return device;
    }

    /** Connected over TLS with a certificate only. */
    static TestDevice open(String deviceId, Badge badge) {
        Mqtt5Client client = Mqtt5Client.builder()
                .identifier(deviceId)
                .serverHost("localhost")
                .serverPort(Installation.MQTTS_PORT)
                .sslConfig(badge.tls())
                .build();
        client.toBlocking().connect();
        return new TestDevice(deviceId, client);
    }

    private static Mqtt5Client client(Account account, String clientId) {
        return Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost(Installation.MQTT_HOST)
                .serverPort(Installation.MQTT_PORT)
                .simpleAuth()
                .username(account.username())
                .password(account.password().getBytes(UTF_8))
                .applySimpleAuth()
                .build();
    }

    String id() {
        return id;
    }

    /** From now on every word is given to this, and not kept. Called on the client's own thread. */
    void whenHeard(Consumer<Word> worker) {
        this.worker = worker;
    }

    /** Does something on another thread, after that time. */
    void later(Duration time, Runnable what) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(what);
    }

    Mqtt5AsyncClient raw() {
        return client.toAsync();
    }

    boolean isConnected() {
        return client.getState().isConnected();
    }

    /** Fails if the broker refuses. */
    void subscribe(String filter) {
        client.toAsync()
                .subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(this::hear)
                .send()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    void ack(String taskId) {
        say("ack", taskId, Map.of(), "");
    }

    void req(@Nullable String taskId) {
        say("req", taskId, Map.of(), "");
    }

    void res(String taskId, int status, String body) {
        say("res", taskId, Map.of("status_code", Integer.toString(status)), body);
    }

    void say(String suffix, @Nullable String taskId, Map<String, String> properties, String body) {
        say(suffix, taskId, properties, body.getBytes(UTF_8));
    }

    void say(String suffix, @Nullable String taskId, Map<String, String> properties, byte[] body) {
        publish("dev/" + id + "/" + suffix, correlation(taskId), properties, body);
    }

    /** Does not wait for the broker to take it. */
    CompletableFuture<?> send(String suffix, @Nullable String taskId, Map<String, String> properties, String body) {
        return client.toAsync()
                .publishWith()
                .topic("dev/" + id + "/" + suffix)
                .qos(MqttQos.AT_LEAST_ONCE)
                .correlationData(correlation(taskId))
                .userProperties(userProperties(properties))
                .payload(body.getBytes(UTF_8))
                .send();
    }

    /** Fails if the broker refuses it. */
    void publish(String topic, @Nullable ByteBuffer correlation, Map<String, String> properties, byte[] body) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .correlationData(correlation)
                .userProperties(userProperties(properties))
                .payload(body)
                .send();
    }

    /** Claims a task and returns the {@code rsp} that carries it. */
    Word claim(String taskId) {
        req(taskId);
        return hear("rsp", word -> word.isAbout(taskId));
    }

    Word hear(String suffix) {
        return hear(suffix, word -> true);
    }

    /** The next such word nobody has taken yet; other words stay. */
    Word hear(String suffix, Predicate<Word> condition) {
        return hear(suffix, condition, PATIENCE);
    }

    Word hear(String suffix, Predicate<Word> condition, Duration patience) {
        Predicate<Word> wanted = word -> word.suffix().equals(suffix) && condition.test(word);
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> heard.stream().anyMatch(wanted));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("no such %s within %s; heard: %s".formatted(suffix, patience, heard), e);
        }
        Word word = heard.stream().filter(wanted).findFirst().orElseThrow();
        heard.remove(word);
        return word;
    }

    /** What was heard and not taken, such as it is now. */
    List<Word> untaken(String suffix) {
        return heard.stream().filter(word -> word.suffix().equals(suffix)).toList();
    }

    @Override
    public void close() {
        // It may have been thrown out before, or just now
        client.toAsync()
                .disconnect()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(gone -> null)
                .join();
    }

    private static @Nullable ByteBuffer correlation(@Nullable String taskId) {
        return taskId == null ? null : ByteBuffer.wrap(taskId.getBytes(UTF_8));
    }

    private static Mqtt5UserProperties userProperties(Map<String, String> properties) {
        return Mqtt5UserProperties.of(properties.entrySet().stream()
                .map(entry -> Mqtt5UserProperty.of(entry.getKey(), entry.getValue()))
                .toList());
    }

    private void hear(Mqtt5Publish message) {
        worker.accept(new Word(
                message.getTopic().toString(),
                message.getCorrelationData()
                        .map(data -> UTF_8.decode(data).toString())
                        .orElse(null),
                message.getUserProperties().asList().stream()
                        .collect(toMap(
                                property -> property.getName().toString(),
                                property -> property.getValue().toString(),
                                (first, second) -> first)),
                message.getPayloadAsBytes()));
    }
}
