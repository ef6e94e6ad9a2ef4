package io.asyncrpc.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes come in on a device's topic: an {@code err} goes out, and the next message works. */
@QuarkusTest
class HostileDeviceTest {
    private static final String ID = "01957e5a-7c00-7000-8000-000000000001";
    private static final AtomicInteger DEVICES = new AtomicInteger();

    private String name;
    private TestBroker broker;
    private TestDevice device;

    @BeforeEach
    void connect() throws Exception {
        // of its own for each test: the eleventh err within a second would not be said
        name = "hostile-" + DEVICES.incrementAndGet();
        broker = new TestBroker();
        device = TestDevice.listening(name);
    }

    @AfterEach
    void disconnect() {
        device.close();
        broker.close();
    }

    static Stream<Arguments> hostileBytes() {
        return Stream.of(
                Arguments.of("res", new byte[] {0, (byte) 0xff, 1}, "malformed"),
                Arguments.of("req", "{".repeat(50_000).getBytes(UTF_8), "malformed"),
                Arguments.of("ack", "{\"corr_id\":\"x\"}".getBytes(UTF_8), "invalid"),
                Arguments.of("prg", "[]".getBytes(UTF_8), "malformed"),
                Arguments.of("evt", new byte[0], "malformed"),
                Arguments.of("evt", "{\"body\":1}}".getBytes(UTF_8), "malformed"),
                Arguments.of("evt", new byte[] {'"', (byte) 0xff, '"'}, "malformed"),
                Arguments.of("evt", ("\"" + "x".repeat(65_536) + "\"").getBytes(UTF_8), "too-large"),
                Arguments.of("evt", "{\"event_type_code\":[]}".getBytes(UTF_8), "invalid"),
                Arguments.of("nonsense/more", "{}".getBytes(UTF_8), "not-supported"),
                Arguments.of("res", new byte[262_145], "too-large"));
    }

    @ParameterizedTest
    @MethodSource("hostileBytes")
    void hostileBytesAreAnsweredAndTheNextMessageWorks(String word, byte[] body, String code) throws Exception {
        // When
        device.say(word, null, Map.of(), body);
        device.say("req", null, Map.of(), new byte[0]);

        // Then
        Mqtt5Publish answer = device.word();
        assertThat(answer.getTopic()).hasToString("srv/" + name + "/err");
        assertThat(answer.getContentType().map(Object::toString)).contains("application/problem+json");
        assertThat(TestDevice.body(answer)).contains("\"code\":\"" + code + "\"");
        assertThat(broker.reportOf(name, "claim").path("taskId").isNull()).isTrue();
    }

    @Test
    void refusedResultTellsWhichTaskItWasAbout() throws Exception {
        // When
        device.say("res", ID.getBytes(UTF_8), Map.of("attempt", "first"), "{}".getBytes(UTF_8));

        // Then
        assertThat(TestDevice.correlation(device.word())).isEqualTo(ID);
    }

    @Test
    void messageOfNobodyIsPutAwayWithItsReason() throws Exception {
        // When
        broker.publishAsDevice("dev.not a device.res", new BasicProperties(), "x".getBytes(UTF_8));

        // Then
        GetResponse dead = broker.takeFromDevices("bridge.uplink.dead");
        assertThat(dead.getBody()).isEqualTo("x".getBytes(UTF_8));
        assertThat(dead.getProps().getHeaders().get("x-reason")).hasToString("the topic names no device");
    }
}
