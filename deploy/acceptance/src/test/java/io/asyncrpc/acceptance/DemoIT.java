package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Token.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code ./iot demo} plays ends as it promises, also the second time. */
@Tag(Installation.LAUNCHER)
class DemoIT {

    private static final Path JAR = Installation.PROJECT.resolve("deploy/fleet/target/fleet.jar");

    @RepeatedTest(2)
    void everyTaskOfTheDemoEndsAsPromised() throws Exception {
        // When
        Process demo = start(Token.of("demo", Role.ADMIN).sign(Installation.JWT_KEY));
        String output = new String(demo.getInputStream().readAllBytes(), UTF_8);
        demo.waitFor(60, TimeUnit.SECONDS);

        // Then
        assertThat(demo.exitValue()).as("%s", output).isZero();
        assertThat(output)
                .contains("NEW, waiting: DEVICE_OFFLINE", "FAILED DEVICE_ERROR", "Every task ended as promised.")
                .contains("was LOCKED, is NEW (LEASE_EXPIRED, attempt 1)", "is yours, attempt 2: weld")
                .contains("is to stop", "ended with 499", "was LOCKED, is CANCELED (CANCELED, attempt 1)")
                .doesNotContain("\u001b", "WARNING", "trouble");
    }

    @Test
    void saysWhatIsWrongWhenItCannotPlay() throws Exception {
        // When
        Process demo = start("no token");
        String output = new String(demo.getInputStream().readAllBytes(), UTF_8);

        // Then
        assertThat(demo.waitFor()).isEqualTo(1);
        assertThat(output).contains("401 unauthenticated").doesNotContain("\tat ");
    }

    private static Process start(String token) throws IOException {
        assertThat(JAR).as("built by ./mvnw package -pl deploy/fleet").exists();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-jar", JAR.toString(), "demo").redirectErrorStream(true);
        builder.environment().put("TOKEN", token);
        return builder.start();
    }
}
