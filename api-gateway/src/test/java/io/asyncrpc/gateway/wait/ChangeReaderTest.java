package io.asyncrpc.gateway.wait;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door understands what the core promised ({@code docs/contracts/changed.v1.json}). */
class ChangeReaderTest {
    private static final List<Change> CHANGES = List.of(
            new Change("01957e5a-7c00-7000-8000-000000000001", 2, false),
            new Change("01957e5a-7c00-7000-8000-000000000003", 7, true));

    @Test
    void goldenExampleIsUnderstood() throws IOException {
        assertThat(ChangeReader.read(golden().toBuffer().getBytes())).isEqualTo(CHANGES);
    }

    @Test
    void fieldsAndKindsOfTomorrowArePassedOver() throws IOException {
        // Given
        JsonObject message = golden().put("tomorrow", new JsonObject());
        message.getJsonArray("items").getJsonObject(0).put("tomorrow", 1);
        message.getJsonArray("items").add(new JsonObject().put("kind", "tomorrow"));

        // When
        List<Change> read = ChangeReader.read(message.toBuffer().getBytes());

        // Then
        assertThat(read).isEqualTo(CHANGES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{}", "{\"v\":2,\"items\":[]}", "{\"v\":1}", "{\"v\":1,\"items\":[1]}"})
    void whatIsNoSuchMessageIsRefused(String message) {
        assertThatThrownBy(() -> ChangeReader.read(message.getBytes(UTF_8))).isInstanceOf(RuntimeException.class);
    }

    private static JsonObject golden() throws IOException {
        return new JsonObject(Files.readString(Path.of("..", "docs", "contracts", "changed.v1.json")));
    }
}
