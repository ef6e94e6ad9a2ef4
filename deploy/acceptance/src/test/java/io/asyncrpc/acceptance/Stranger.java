package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code mosquitto_pub} that tries to be let in, with whatever it has. */
final class Stranger {

    /** What it came to; {@code said} is all that mosquitto printed. */
    record Attempt(int status, String said) {
        /** It was let in and then thrown out, which it notices when it reads, or dies of when it writes. */
        boolean lostItsConnection() {
            return status == BROKEN_PIPE || (status != 0 && said.contains("connection was lost"));
        }
    }

    /** 128 and SIGPIPE, as a process' end is told. */
    private static final int BROKEN_PIPE = 128 + 13;

    private static final int PATIENCE_SECONDS = 30;

    private final List<String> command;

    private Stranger(List<String> command) {
        this.command = command;
    }

    static Stranger overTls(String clientId) {
        return new Stranger(List.of(
                "mosquitto_pub",
                "-V",
                "5",
                "-h",
                "localhost",
                "-p",
                Integer.toString(Installation.MQTTS_PORT),
                "--cafile",
                Authority.ofTheSystem().folder().resolve("ca.pem").toString(),
                "-i",
                clientId));
    }

    static Stranger overPlainMqtt(String clientId) {
        return new Stranger(List.of(
                "mosquitto_pub",
                "-V",
                "5",
                "-h",
                Installation.MQTT_HOST,
                "-p",
                Integer.toString(Installation.MQTT_PORT),
                "-i",
                clientId));
    }

    Stranger with(Badge badge) {
        return with("--cert", badge.chain().toString(), "--key", badge.key().toString());
    }

    Stranger with(Path certificate, Path key) {
        return with(new Badge(certificate, key));
    }

    Stranger with(TestDevice.Account account) {
        return with("-u", account.username(), "-P", account.password());
    }

    private Stranger with(String... options) {
        List<String> more = new ArrayList<>(command);
        more.addAll(Arrays.asList(options));
        return new Stranger(more);
    }

    /** Speaks for that device; its message names no task, so it changes nothing. */
    Attempt speaksFor(String deviceId) throws IOException, InterruptedException {
        return publishes("dev/" + deviceId + "/ack", "-n");
    }

    /** @param options of {@code mosquitto_pub}, such as the message */
    Attempt publishes(String topic, String... options) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(with("-q", "1", "-t", topic).with(options).command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Attempt(process.exitValue(), said);
    }
}
