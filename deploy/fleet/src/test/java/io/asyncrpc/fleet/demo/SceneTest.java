package io.asyncrpc.fleet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.fleet.api.Move;
import io.asyncrpc.fleet.api.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class SceneTest {

    private static final Role PUMP =
            Role.of("demo-pump", "start {\"rpm\":900}", "{\"hot\":true}").failing();
    private static final String ID = "01957e5a-7c00-7000-8000-000000000001";

    @Test
    void endsAsPromisedOnlyWithTheStateAndTheFailureOfItsRole() {
        assertThat(scene("FAILED", "DEVICE_ERROR").endedAsPromised()).isTrue();
        assertThat(scene("FAILED", "LEASE_EXPIRED").endedAsPromised()).isFalse();
        assertThat(scene("DONE", "").endedAsPromised()).isFalse();
        assertThat(scene("LOCKED", "").endedAsPromised()).isFalse();
    }

    @Test
    void tellsAMoveInWords() {
        assertThat(Scene.tell(ID, new Move(1, "", "NEW", "SUBMITTED", 0))).isEqualTo("…000001 is NEW (SUBMITTED)");
        assertThat(Scene.tell(ID, new Move(2, "NEW", "LOCKED", "CLAIMED", 1)))
                .isEqualTo("…000001 was NEW, is LOCKED (CLAIMED, attempt 1)");
        assertThat(Scene.tell(ID, new Move(3, "LOCKED", "LOCKED", "PROGRESS", 1)))
                .isEqualTo("…000001 stays LOCKED (PROGRESS, attempt 1)");
    }

    @Test
    void saysInTheTableWhatWasPromisedInstead() {
        // When
        List<String> table = Summary.lines(List.of(scene("DONE", "")));

        // Then
        assertThat(table)
                .anySatisfy(row -> assertThat(row)
                        .contains("demo-pump", "MQTT 5", "start", "DONE", "NO, promised was FAILED DEVICE_ERROR"));
    }

    private static Scene scene(String state, String failureCode) {
        return new Scene(PUMP, new Task(ID, state, "", "", 0, "", failureCode));
    }
}
