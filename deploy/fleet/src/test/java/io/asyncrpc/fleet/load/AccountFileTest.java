package io.asyncrpc.fleet.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.fleet.device.DeviceChannel.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountFileTest {

    private final AccountFile file;

    AccountFileTest(@TempDir Path folder) {
        file = new AccountFile(folder.resolve("fleet"), "o");
    }

    @Test
    void whatWasMadeIsThereForTheNextRunAndForNobodyElse() throws IOException {
        // When
        file.write(Map.of("o-00001", "b", "o-00000", "a", "o-00002", "c"));

        // Then
        assertThat(file.first(2)).containsExactly(new Account("o-00000", "a"), new Account("o-00001", "b"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void oneThatWasNotMadeIsNamed() {
        // Given
        file.write(Map.of("o-00000", "a"));

        // When, Then
        assertThatThrownBy(() -> file.first(2)).hasMessageContaining("o-00001 has no account yet");
    }
}
