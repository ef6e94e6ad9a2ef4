package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No service depends on another (ADR 2), so what two of them need alike stands in both: letter for letter, or a mend would be made
 * in one and forgotten in the other. Needs no running system.
 */
class TwinTest {

    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Algorithm",
                "ClaimPath",
                "HttpKeySource",
                "KeyConfig",
                "KeyResolver",
                "KeyRing",
                "KeyRunner",
                "KeySet",
                "KeySource",
                "Keys"
            })
    void gatewayAndCoreVerifyTokensAlike(String name) throws IOException {
        assertThat(text("api-gateway", "gateway/security/" + name)).isEqualTo(text("task-core", "core/caller/" + name));
    }

    @Test
    void gatewayAndCoreTrustAlikeInsideTheHouse() throws IOException {
        assertThat(text("api-gateway", "gateway/tls/HouseTls")).isEqualTo(text("task-core", "core/tls/HouseTls"));
    }

    @ParameterizedTest
    @CsvSource({"broker/ConfirmedPublisher, dispatch/ConfirmedPublisher", "broker/DirectExecutor, intake/DirectExecutor"
    })
    void bridgeAndCoreSpeakWithTheBrokerAlike(String bridge, String core) throws IOException {
        assertThat(text("device-bridge", "bridge/" + bridge)).isEqualTo(text("task-core", "core/" + core));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TraceParent", "Step", "Spans"})
    void allThreeSpeakOfTracesAlike(String name) throws IOException {
        assertThat(text("api-gateway", "gateway/trace/" + name))
                .isEqualTo(text("task-core", "core/trace/" + name))
                .isEqualTo(text("device-bridge", "bridge/trace/" + name));
    }

    @Test
    void allThreeMakeFieldsOfTheirLinesAlike() throws IOException {
        assertThat(text("api-gateway", "gateway/log/LogFields"))
                .isEqualTo(text("task-core", "core/log/LogFields"))
                .isEqualTo(text("device-bridge", "bridge/log/LogFields"));
    }

    /** Who may see it, and what names neighbours, is left out. */
    private static String text(String module, String path) throws IOException {
        return Files.readString(PROJECT.resolve(module + "/src/main/java/io/asyncrpc/" + path + ".java"))
                .replaceAll("(?m)^(package|import) .*\\R|^public ", "");
    }
}
