package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Authority.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CA whose keys are encrypted, and whose passphrase nobody else on the machine gets to see. */
class AuthoritySecretsTest {

    private static final String PASSPHRASE = "correct-horse-battery-staple";
    private static final int DEVICES = 10;

    @Test
    void aRevocationThatFailedCanBeTriedAgain(@TempDir Path temporary) throws Exception {
        // Given
        Authority authority = new Authority(temporary.resolve("ca"));
        String file =
                Files.writeString(temporary.resolve("passphrase"), PASSPHRASE).toString();
        String wrong = Files.writeString(temporary.resolve("wrong"), "wrong").toString();
        authority.does("init", "--passphrase-file", file);
        authority.does("device", "a", "--passphrase-file", file);

        // When
        Answer failed = authority.run("revoke", "a", "--passphrase-file", wrong);

        // Then
        assertThat(failed.status()).isNotZero();
        assertThat(authority.does("list")).startsWith("valid");
        authority.does("revoke", "a", "--passphrase-file", file);
        assertThat(authority.run("verify", "a").said()).contains("revoked");
    }

    @Test
    void aPassphraseIsNeededAndSeenByNobody(@TempDir Path temporary) throws Exception {
        // Given
        Authority authority = new Authority(temporary.resolve("ca"));
        String file = Files.writeString(temporary.resolve("passphrase"), PASSPHRASE + "\n")
                .toString();
        String wrong = Files.writeString(temporary.resolve("wrong"), "wrong\n").toString();
        List<String> devices = new ArrayList<>(List.of("device", "--passphrase-file", file));
        IntStream.range(0, DEVICES).forEach(i -> devices.add("d" + i));

        try (ProcessList seen = new ProcessList()) {
            // When
            String said =
                    authority.does("init", "--passphrase-file", file) + authority.does(devices.toArray(String[]::new));
            Answer without = authority.run("device", "other");
            Answer refused = authority.run("device", "other", "--passphrase-file", wrong);
            seen.close();

            // Then
            assertThat(without.status()).isNotZero();
            assertThat(without.said()).contains("encrypted");
            assertThat(refused.status()).isNotZero();
            assertThat(said + without.said() + refused.said()).doesNotContain(PASSPHRASE, "PRIVATE KEY");
            assertThat(seen.commandLines())
                    .as("openssl at work was seen")
                    .anyMatch(line -> line.contains("openssl") && line.contains("file:" + file))
                    .noneMatch(line -> line.contains(PASSPHRASE) || line.contains("PRIVATE KEY"));
            assertThat(Files.readString(authority.folder().resolve("issuing/key.pem")))
                    .contains("ENCRYPTED");
        }
    }
}
