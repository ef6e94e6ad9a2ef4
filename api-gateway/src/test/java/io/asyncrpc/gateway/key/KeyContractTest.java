package io.asyncrpc.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.gateway.security.Caller;
import io.asyncrpc.gateway.security.Role;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the core is asked of a key, and what it says ({@code docs/contracts}). */
class KeyContractTest {
    private static final KeyAnswer GOOD = new KeyAnswer.Good(
            new Caller("acme", "key:01957e5a-7c00-7000-8000-000000000001", Role.OPERATOR),
            Instant.parse("2026-06-01T10:00:00Z"));

    @Test
    void goldenQuestionIsWritten() throws IOException {
        assertThat(KeyClient.question(Identity.hash("foo"))).isEqualTo(golden("key-check.v1.json"));
    }

    @Test
    void goldenAnswerIsUnderstoodAlsoWithFieldsOfTomorrow() throws IOException {
        assertThat(KeyAnswer.read(golden("key-answer.v1.json").toBuffer())).isEqualTo(GOOD);
        assertThat(KeyAnswer.read(
                        golden("key-answer.v1.json").put("tomorrow", 1).toBuffer()))
                .isEqualTo(GOOD);
    }

    @Test
    void otherAnswersAreRefusalsOrNothing() {
        assertThat(read("REVOKED")).isEqualTo(new KeyAnswer.Bad(KeyRefusal.KEY_REVOKED));
        assertThat(read("EXPIRED")).isEqualTo(new KeyAnswer.Bad(KeyRefusal.KEY_EXPIRED));
        assertThat(read("UNKNOWN")).isEqualTo(new KeyAnswer.Bad(KeyRefusal.KEY_UNKNOWN));
        assertThatThrownBy(() -> read("TOMORROW")).isInstanceOf(RuntimeException.class);
    }

    private static KeyAnswer read(String answer) {
        return KeyAnswer.read(new JsonObject().put("answer", answer).toBuffer());
    }

    private static JsonObject golden(String name) throws IOException {
        return new JsonObject(Files.readString(Path.of("..", "docs", "contracts", name)));
    }
}
