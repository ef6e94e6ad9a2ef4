package io.asyncrpc.bridge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.bridge.dispatch.Dispatch;
import io.asyncrpc.bridge.dispatch.Dispatch.TaskHead;
import io.asyncrpc.bridge.dispatch.Dispatch.TaskState;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A backlog is said in pieces, whole and in order. */
class DownlinkSlicesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    @Test
    void manyWordsAreSaidInPiecesInTheirOrder() {
        // Given
        List<Dispatch> words = Collections.nCopies(1_201, handout(10));

        // When
        List<List<Dispatch>> slices = DownlinkRelay.slices(words);

        // Then
        assertThat(slices).extracting(List::size).containsExactly(500, 500, 201);
    }

    @Test
    void largePayloadsEndAPieceEarly() {
        // Given
        List<Dispatch> words = Collections.nCopies(33, handout(256 * 1024));

        // When
        List<List<Dispatch>> slices = DownlinkRelay.slices(words);

        // Then
        assertThat(slices).extracting(List::size).containsExactly(16, 16, 1);
    }

    @Test
    void nothingIsNoPiece() {
        assertThat(DownlinkRelay.slices(List.of())).isEmpty();
    }

    private static Dispatch handout(int payload) {
        return new Dispatch.Handout(
                "pump-7",
                new TaskHead(UUID.randomUUID(), NOW, "", "m", 0, NOW.plusSeconds(60)),
                TaskState.NEW,
                null,
                NOW,
                1,
                NOW.plusSeconds(30),
                "x".repeat(payload));
    }
}
