package io.asyncrpc.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.read.KeptAnswers.Kept;
import io.asyncrpc.gateway.wait.Answer;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class KeptAnswersTest {
    private final KeptAnswers answers = new KeptAnswers(10_000);

    @Test
    void anAnswerBelongsToItsTokenAndItsThing() {
        // Given
        answers.keep("mine", "a", kept("1", 100));

        // Then
        assertThat(answers.find("mine", "a")).isNotNull();
        assertThat(answers.find("other", "a")).isNull();
        assertThat(answers.find("mine", "b")).isNull();
    }

    @Test
    void theOneThatWasLongestNotAskedForIsForgotten() {
        // Given
        answers.keep("mine", "a", kept("1", 3_000));
        answers.keep("mine", "b", kept("1", 3_000));
        answers.find("mine", "a");

        // When
        answers.keep("mine", "c", kept("1", 3_000));

        // Then
        assertThat(answers.find("mine", "b")).isNull();
        assertThat(answers.find("mine", "a")).isNotNull();
        assertThat(answers.find("mine", "c")).isNotNull();
        assertThat(answers.bytes()).isEqualTo(8_008);
    }

    @Test
    void aNewVersionTakesThePlaceOfTheOld() {
        // Given
        answers.keep("mine", "a", kept("1", 3_000));

        // When
        answers.keep("mine", "a", kept("2", 1_000));

        // Then
        assertThat(answers.find("mine", "a")).isEqualTo(kept("2", 1_000));
        assertThat(answers.bytes()).isEqualTo(2_004);
    }

    @Test
    void whatIsLargerThanAllIsNotKept() {
        // Given
        answers.keep("mine", "a", kept("1", 100));

        // When
        answers.keep("mine", "b", kept("1", 20_000));

        // Then
        assertThat(answers.bytes()).isZero();
    }

    private static final MultiMap HEADERS = MultiMap.caseInsensitiveMultiMap();

    private static Kept kept(String stamp, int bytes) {
        return new Kept(stamp, new Answer(200, HEADERS, Buffer.buffer(new byte[bytes]), false));
    }
}
