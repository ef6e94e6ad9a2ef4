package io.asyncrpc.fleet.floor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** As they stand in docs/protocol.md. */
class WordsTest {

    private static final UUID TASK = UUID.fromString("01890f3c-0000-7000-8000-000000000001");

    @Test
    void aResultIsReadWithItsNumber() {
        // Given
        BasicProperties properties = new BasicProperties.Builder()
                .correlationId(TASK.toString())
                .headers(Map.of("ext_id", "17", "status_code", "200"))
                .build();

        // When
        Said said = Said.read("dev.bench-00003.res", properties, "{}".getBytes(UTF_8), 5);

        // Then
        assertThat(said.device()).isEqualTo("bench-00003");
        assertThat(said.word()).isEqualTo("res");
        assertThat(said.task()).isEqualTo(TASK);
        assertThat(said.ext()).isEqualTo("17");
        assertThat(said.tag()).isEqualTo(5);
    }

    @Test
    void whatNamesNoTaskOrNoDeviceIsReadAllTheSame() {
        // Given
        BasicProperties rubbish =
                new BasicProperties.Builder().correlationId("rubbish").build();

        // When
        Said next = Said.read("dev.a.b.req", new BasicProperties(), new byte[0], 1);
        Said nonsense = Said.read("dev", rubbish, new byte[0], 2);

        // Then
        assertThat(next.device()).isEqualTo("a.b");
        assertThat(next.task()).isNull();
        assertThat(nonsense.device()).isEmpty();
        assertThat(nonsense.task()).isNull();
    }

    @Test
    void theAnswerToAClaimIsTheWholeTask() throws IOException {
        // When
        Answer answer = Answer.rsp("d", TASK, 1_700_000_000);

        // Then
        JsonNode body = new ObjectMapper().readTree(answer.body());
        assertThat(answer.key()).isEqualTo("srv.d.rsp");
        assertThat(body.path("id").asText()).isEqualTo(TASK.toString());
        assertThat(body.at("/header/device_id").asText()).isEqualTo("d");
        assertThat(body.path("status").asInt()).isEqualTo(2);
        assertThat(body.path("attempt").asInt()).isEqualTo(1);
        assertThat(body.path("locked_at").asLong()).isEqualTo(1_700_000_000);
        assertThat(body.at("/payload/x").asText()).isNotEmpty();
        assertThat(answer.properties().getCorrelationId()).isEqualTo(TASK.toString());
        assertThat(answer.properties().getHeaders()).containsKeys("method_code", "attempt", "lease");
    }

    @Test
    void aDoorbellHasNoPayload() throws IOException {
        // When
        JsonNode body = new ObjectMapper().readTree(Answer.tsk("d", TASK, 1).body());

        // Then
        assertThat(body.fieldNames()).toIterable().containsExactly("id", "created_at", "header");
        assertThat(body.at("/header/method").asText()).isEqualTo("7");
    }

    @Test
    void newerIdsAreGreater() {
        // Given
        long[] micros = {1_700_000_000_000_000L};
        TaskIds ids = new TaskIds(() -> micros[0]);

        // When
        UUID first = ids.get();
        micros[0] += 1_000;
        UUID second = ids.get();

        // Then
        assertThat(first.toString()).isLessThan(second.toString()).startsWith("018bcfe5-6800-7");
        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
    }
}
