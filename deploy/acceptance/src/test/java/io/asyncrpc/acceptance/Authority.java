package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A CA in that folder, used by its own command line as people do. */
record Authority(Path folder) {

    private static final Path TOOL = Path.of("../../pki/ca").toAbsolutePath().normalize();
    static final Path PROFILES = TOOL.resolveSibling("profiles");
    private static final int PATIENCE_SECONDS = 60;

    /** What a command came to; {@code said} is all that it printed. */
    record Answer(int status, String said) {}

    /** The CA of the system under test. */
    static Authority ofTheSystem() {
        return new Authority(Path.of(Installation.variable("PKI_DIR")));
    }

    Answer run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(TOOL.toString()));
        command.addAll(Arrays.asList(arguments));
        return execute(command);
    }

    /** Fails unless the command succeeds. */
    String does(String... arguments) throws IOException, InterruptedException {
        return succeeded(run(arguments));
    }

    /** {@code openssl}, for what the tool refuses to do. */
    String openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments));
        return succeeded(execute(command));
    }

    /** A list of revoked certificates that runs out at once, where the good one was. */
    void letTheListRunOut() throws IOException, InterruptedException {
        Path list = revocationList();
        openssl(
                "ca",
                "-config",
                PROFILES.resolve("device.cnf").toString(),
                "-gencrl",
                "-crlsec",
                "1",
                "-out",
                list.toString());
        Patience.pass(Duration.ofSeconds(2));
    }

    /** Where the broker reads this CA's list of revoked certificates. */
    Path revocationList() throws IOException, InterruptedException {
        String certificate = folder.resolve("issuing/cert.pem").toString();
        String hash = openssl("x509", "-in", certificate, "-noout", "-hash").strip();
        return folder.resolve("crl").resolve(hash + ".r0");
    }

    /** Key and certificate of a device, made by this CA. */
    Badge issue(String deviceId) throws IOException, InterruptedException {
        does("device", "--", deviceId);
        return badge(deviceId);
    }

    /** What is in a device's folder now. */
    Badge badge(String deviceId) {
        return Badge.in(folder.resolve("devices").resolve(deviceId));
    }

    private Answer execute(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "PKI_DIR", folder.toString(),
                        // For openssl with the tool's profiles
                        "CA_DIR", folder.toString(),
                        "CA_COPY", "none",
                        "OPENSSL_CONF_INCLUDE", PROFILES.toString()));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), said);
    }

    private static String succeeded(Answer answer) {
        assertThat(answer.status()).as("%s", answer.said()).isZero();
        return answer.said();
    }
}
