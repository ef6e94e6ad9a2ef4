package io.asyncrpc.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.gateway.read.ReadJson.Told;
import io.asyncrpc.gateway.wait.Answer;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the core is asked of many tasks, and what it says ({@code docs/contracts}). */
class ReadJsonTest {
    private static final Buffer TASK = Buffer.buffer("x".repeat(812));
    private static final Buffer SMALL = Buffer.buffer("y".repeat(640));

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void goldenQuestionIsWritten() throws IOException {
        // Given
        KeptAnswers.Kept kept = new KeptAnswers.Kept(
                "7-1795388942658516", new Answer(200, MultiMap.caseInsensitiveMultiMap(), TASK, true));

        // When
        Buffer written =
                ReadJson.write(65_536, List.of(asked(1, null, kept), asked(2, "W/\"3\"", null), asked(3, null, null)));

        // Then
        assertThat(written.toJsonObject()).isEqualTo(golden("task-reads.v1.json"));
    }

    @Test
    void goldenAnswerIsUnderstoodAlsoWithFieldsOfTomorrow() throws IOException {
        // Given
        JsonObject golden = golden("task-reads-answer.v1.json");
        JsonObject extended = golden.copy().put("tomorrow", new JsonObject().put("v", 2));
        extended.getJsonArray("items").forEach(item -> ((JsonObject) item).put("tomorrow", new JsonObject()));
        List<Told> expected = List.of(
                new Told(304, 7, true, null, null, null),
                new Told(200, 4, false, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null, TASK),
                new Told(200, 7, true, null, "7-1795388942658516", SMALL),
                new Told(200, 9, true, null, null, null),
                new Told(404, 0, false, null, null, null),
                new Told(503, 0, false, null, null, null));

        // Then
        assertThat(ReadJson.read(answer(golden.encode()))).isEqualTo(expected);
        assertThat(ReadJson.read(answer(extended.encode()))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "null\n",
                "{}\n",
                "{\"v\":2,\"items\":[]}\n",
                "{\"v\":1,\"items\":[{\"status\":200,\"length\":5}]}\n{}",
                "{\"v\":1,\"items\":[{\"status\":200,\"length\":-1}]}\n{}",
                "{\"v\":1,\"items\":[{\"status\":200,\"length\":2147483647}]}\n{}",
                "{\"v\":1,\"items\":[{\"status\":200,\"length\":1}]}\n{}",
                "{\"v\":1,\"items\":[]}\n{}",
                "{\"v\":1,\"items\":[{\"status\":\"fine\"}]}\n",
                "{\"v\":1,\"items\":[{"
            })
    void whatIsNoAnswerIsRefused(String answer) {
        assertThatThrownBy(() -> ReadJson.read(Buffer.buffer(answer))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void noThingAtAllIsAnAnswer() {
        assertThat(ReadJson.read(Buffer.buffer("{\"v\":1,\"items\":[]}\n"))).isEmpty();
        assertThat(ReadJson.read(Buffer.buffer("{\"v\":1,\"items\":[]}"))).isEmpty();
    }

    private static Buffer answer(String head) {
        return Buffer.buffer(head).appendString("\n").appendBuffer(TASK).appendBuffer(SMALL);
    }

    private Asked asked(int number, @Nullable String unless, KeptAnswers.@Nullable Kept kept) {
        return new Asked(
                "01957e5a-7c00-7000-8000-00000000000" + number,
                unless,
                kept,
                false,
                System.nanoTime(),
                vertx.getOrCreateContext(),
                Promise.promise());
    }

    private static JsonObject golden(String name) throws IOException {
        return new JsonObject(Files.readString(Path.of("..", "docs", "contracts", name)));
    }
}
