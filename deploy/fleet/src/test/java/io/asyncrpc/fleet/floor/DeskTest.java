package io.asyncrpc.fleet.floor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.fleet.floor.Batch.TaskState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeskTest {

    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    private long made;
    private long tag;
    private final Desk desk = new Desk(Set.of("d"), () -> new UUID(0, ++made));

    @Test
    void everyDeviceBeginsWithATask() {
        // When
        Batch batch = desk.first(9);

        // Then
        assertThat(batch.made()).containsExactly(Map.entry(FIRST, "d"));
        assertThat(batch.answers()).extracting(Answer::key).containsExactly("srv.d.tsk");
        assertThat(batch.tag()).as("nothing to acknowledge").isZero();
    }

    @Test
    void aTaskThatMovesTwiceInABatchHasItsLastState() {
        // Given
        desk.first(9);

        // When
        Batch batch = fold(said("ack", FIRST), said("req", FIRST));

        // Then
        assertThat(batch.moves()).containsExactly(Map.entry(FIRST, TaskState.LOCKED));
        assertThat(batch.answers()).extracting(Answer::key).containsExactly("srv.d.rsp");
        assertThat(batch.tag()).isEqualTo(2);
    }

    @Test
    void anAckThatComesAfterItsRequestDoesNotTakeTheLockBack() {
        // Given
        desk.first(9);

        // When
        Batch batch = fold(said("req", FIRST), said("ack", FIRST));

        // Then
        assertThat(batch.moves()).containsExactly(Map.entry(FIRST, TaskState.LOCKED));
    }

    @Test
    void aResultIsCommittedByItsNumberAndFollowedByTheNextTask() {
        // Given
        desk.first(9);

        // When
        Batch batch = fold(said("res", FIRST));

        // Then
        assertThat(batch.moves()).containsExactly(Map.entry(FIRST, TaskState.DONE));
        assertThat(batch.results().get(FIRST)).asString(UTF_8).isEqualTo("body");
        assertThat(batch.made()).containsOnlyKeys(SECOND);
        assertThat(batch.answers()).extracting(Answer::key).containsExactly("srv.d.cmt", "srv.d.tsk");
        assertThat(batch.answers().getFirst().json()).contains("\"ext_id\":\"12\"");
    }

    @Test
    void aResultThatIsSaidAgainIsCommittedAgainAndKeptOnce() {
        // Given
        desk.first(9);
        fold(said("res", FIRST));

        // When
        Batch batch = fold(said("res", FIRST), said("ack", FIRST));

        // Then
        assertThat(batch.answers()).extracting(Answer::key).containsExactly("srv.d.cmt");
        assertThat(batch.results()).isEmpty();
        assertThat(batch.moves()).isEmpty();
        assertThat(batch.made()).isEmpty();
    }

    @Test
    void atTheEndThereAreNoNewTasks() {
        // Given
        desk.first(9);

        // When
        Batch batch = desk.fold(List.of(said("res", FIRST)), false, 9);

        // Then
        assertThat(batch.results()).containsOnlyKeys(FIRST);
        assertThat(batch.made()).isEmpty();
    }

    @Test
    void aDeviceThatAsksForItsNextIsToldThatThereIsNone() {
        // When
        Batch batch = fold(said("req", null));

        // Then
        assertThat(batch.answers()).containsExactly(new Answer("d", "rsp", null, "{}"));
        assertThat(batch.moves()).isEmpty();
    }

    @Test
    void aDeviceOfTheHouseIsNotHeard() {
        // Given
        List<Said> words = List.of(new Said("stranger", "req", null, "0", new byte[0], 1));

        // When, Then
        assertThatThrownBy(() -> desk.fold(words, true, 9))
                .isInstanceOf(FloorException.class)
                .hasMessageContaining("device stranger is connected");
    }

    private Batch fold(Said... words) {
        return desk.fold(List.of(words), true, 9);
    }

    private Said said(String word, @Nullable UUID task) {
        return new Said("d", word, task, "12", "body".getBytes(UTF_8), ++tag);
    }
}
