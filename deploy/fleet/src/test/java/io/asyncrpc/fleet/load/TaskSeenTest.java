package io.asyncrpc.fleet.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.fleet.record.Digest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskSeenTest {

    @Test
    void readsWhatMattersAndTheBodyByteForByte() {
        // Given
        String body = "{ \"open\" : 1.50, \"é\":[ ] }";

        // When
        TaskSeen task = TaskSeen.read(("""
                {"id":"t","deviceId":"d","payload":{"run":"r","id":"other"},"state":"DONE","outcome":"KNOWN","waitReason":null,
                "attempt":2,"version":4,"createdAt":"2026-11-21T12:00:00.000001Z","finishedAt":"2026-11-21T12:00:01Z",
                "result":{"resultId":1,"statusCode":204,"extId":"9","body": %s ,"receivedAt":"2026-11-21T12:00:01Z"},
                "results":[{"statusCode":500,"body":{}}]}""".formatted(body)).getBytes(UTF_8));

        // Then
        assertThat(task.id()).isEqualTo("t");
        assertThat(task.state()).isEqualTo("DONE");
        assertThat(task.outcome()).isEqualTo("KNOWN");
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(task.version()).isEqualTo(4);
        assertThat(task.finishedAt() - task.createdAt()).isEqualTo(999_999);
        assertThat(task.resultStatus()).isEqualTo(204);
        assertThat(task.result()).isEqualTo(Digest.of(body.getBytes(UTF_8)));
        assertThat(task.isFinal()).isTrue();
    }

    @Test
    void readsBodiesThatAreNoObjects() {
        for (String body : new String[] {"\"a \\\" b\"", "17", "null", "[1, 2]", "true"}) {
            // When
            TaskSeen task = TaskSeen.read(
                    ("{\"state\":\"DONE\",\"result\":{\"body\":" + body + ",\"statusCode\":200}}").getBytes(UTF_8));

            // Then
            assertThat(task.result()).as(body).isEqualTo(Digest.of(body.getBytes(UTF_8)));
            assertThat(task.resultStatus()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T12:00:00Z",
                "2024-02-29T23:59:59.9Z",
                "2026-01-01T00:00:00.123Z",
                "2026-12-31T00:00:00.012345Z",
                "1999-03-01T10:20:30.000001Z",
                "2026-11-21T12:00:00.123456789Z"
            })
    void timesAreReadAsTheLibraryReadsThem(String time) {
        // When
        TaskSeen task = TaskSeen.read(("{\"finishedAt\":\"" + time + "\"}").getBytes(UTF_8));

        // Then
        assertThat(task.finishedAt()).isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time)));
    }

    @Test
    void anOpenTaskHasNoResult() {
        // When
        TaskSeen task = TaskSeen.read(
                "{\"id\":\"t\",\"state\":\"LOCKED\",\"result\":null,\"finishedAt\":null}".getBytes(UTF_8));

        // Then
        assertThat(task.isFinal()).isFalse();
        assertThat(task.finishedAt()).isZero();
        assertThat(task.result()).isNull();
    }
}
