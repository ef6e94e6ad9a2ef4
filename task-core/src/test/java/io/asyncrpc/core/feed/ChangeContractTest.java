package io.asyncrpc.core.feed;

import static io.asyncrpc.core.Contracts.golden;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.core.task.TaskChanged;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The core writes what it promised to the gateway ({@code docs/contracts/changed.v1.json}). */
class ChangeContractTest {
    @Test
    void goldenExampleIsWritten() throws IOException {
        // Given
        List<TaskChanged> changes = List.of(
                new TaskChanged(UUID.fromString("01957e5a-7c00-7000-8000-000000000001"), 2, false),
                new TaskChanged(UUID.fromString("01957e5a-7c00-7000-8000-000000000003"), 7, true));

        // When
        byte[] written = ChangeJson.write(changes);

        // Then
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(written)).isEqualTo(json.readTree(golden("changed.v1.json")));
    }
}
