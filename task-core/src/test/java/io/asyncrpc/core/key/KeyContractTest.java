package io.asyncrpc.core.key;

import static io.asyncrpc.core.Contracts.extended;
import static io.asyncrpc.core.Contracts.golden;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the gateway asks of a key, and what it is told ({@code docs/contracts}). */
class KeyContractTest {
    private static final String HASH = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    @Test
    void goldenQuestionIsUnderstoodAlsoWithFieldsOfTomorrow() throws IOException {
        assertThat(KeyCheckResource.hash(golden("key-check.v1.json"))).isEqualTo(HASH);
        assertThat(KeyCheckResource.hash(extended("key-check.v1.json"))).isEqualTo(HASH);
    }

    @Test
    void goldenAnswerIsWritten() throws IOException {
        // Given
        ObjectMapper json = new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        KeyAnswer answer = new KeyAnswer(
                "KNOWN",
                UUID.fromString("01957e5a-7c00-7000-8000-000000000001"),
                "acme",
                "operator",
                Instant.parse("2026-06-01T10:00:00Z"));

        // When
        byte[] written = json.writeValueAsBytes(answer);

        // Then
        assertThat(json.readTree(written)).isEqualTo(json.readTree(golden("key-answer.v1.json")));
    }
}
