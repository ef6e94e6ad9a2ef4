package io.asyncrpc.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.asyncrpc.bridge.broker.ConfirmedPublisher;
import io.asyncrpc.bridge.broker.Outgoing;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The broker is restarted in full traffic: nothing that was confirmed is lost, and nobody has to be helped up. */
@QuarkusTest
class BrokerRestartTest {
    private static final int BATCHES = 300;
    private static final int BATCH = 20;

    @TestHTTPResource(value = "health/ready", management = true)
    @SuppressWarnings("NullAway.Init")
    URL readiness;

    private TestBroker broker;

    @BeforeEach
    void connect() throws Exception {
        broker = new TestBroker();
    }

    @AfterEach
    void disconnect() {
        broker.close();
    }

    @Test
    void everyConfirmedWordArrivesAcrossABrokerRestart() throws Exception {
        // Given
        awaitReadiness(200);
        CompletableFuture<Set<String>> said = CompletableFuture.supplyAsync(BrokerRestartTest::sayAll);
        TimeUnit.MILLISECONDS.sleep(500);

        // When
        Process restart = restartBroker();

        // Then
        awaitReadiness(503);
        assertThat(restart.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(restart.exitValue()).isZero();
        awaitReadiness(200);
        Set<String> missing = new HashSet<>(said.get(60, TimeUnit.SECONDS));
        assertThat(missing).hasSize(BATCHES * BATCH);
        while (!missing.isEmpty()) {
            missing.remove(
                    broker.reportOf("restart-1", "acknowledged").path("taskId").textValue());
        }
        thenWordsReachDevicesAgain();
    }

    private void thenWordsReachDevicesAgain() throws Exception {
        try (TestDevice device = TestDevice.listening("restart-2")) {
            broker.dispatch("{\"kind\":\"refused\",\"deviceId\":\"restart-2\",\"taskId\":null,\"status\":404,"
                    + "\"code\":\"not-found\",\"detail\":\"none\"}");
            assertThat(TestDevice.body(device.word())).contains("not-found");
            assertThat(broker.reportOf("restart-2", "connected")
                            .path("connection")
                            .textValue())
                    .contains(" -> ");
        }
    }

    /** Says everything, again where the publisher has thrown: the ids that it has confirmed in the end. */
    private static Set<String> sayAll() {
        Set<String> confirmed = new HashSet<>();
        try (ConfirmedPublisher publisher = new ConfirmedPublisher(
                TestBroker.factory(TestBroker.variable("RABBITMQ_DEVICE_VHOST")),
                "test: devices that speak",
                Duration.ofSeconds(5))) {
            for (int i = 0; i < BATCHES; i++) {
                List<String> ids = IntStream.range(0, BATCH)
                        .mapToObj(n -> UUID.randomUUID().toString())
                        .toList();
                sayUntilConfirmed(publisher, ids);
                confirmed.addAll(ids);
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return confirmed;
    }

    private static void sayUntilConfirmed(ConfirmedPublisher publisher, List<String> ids) throws InterruptedException {
        List<Outgoing> words =
                ids.stream().map(BrokerRestartTest::acknowledgement).toList();
        while (true) {
            try {
                publisher.publishRouted(words);
                return;
            } catch (IOException away) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static Outgoing acknowledgement(String taskId) {
        BasicProperties properties = new BasicProperties.Builder()
                .correlationId(taskId)
                .deliveryMode(2)
                .build();
        return new Outgoing("amq.topic", "dev.restart-1.ack", properties, "".getBytes(UTF_8));
    }

    private static Process restartBroker() throws IOException {
        return new ProcessBuilder("../iot", "engines", "restart", "rabbitmq")
                .redirectErrorStream(true)
                .redirectOutput(new File("target/restart.log"))
                .start();
    }

    private void awaitReadiness(int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(readiness.toURI()).build();
        int seen = 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < 300 && seen != status; i++) {
                seen = http.send(request, BodyHandlers.discarding()).statusCode();
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        assertThat(seen).as("readiness").isEqualTo(status);
    }
}
