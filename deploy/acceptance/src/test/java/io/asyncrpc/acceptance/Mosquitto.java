package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.TestDevice.Account;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A device made of mosquitto's own command line clients, so that nothing of ours is between the test and the broker. */
final class Mosquitto implements AutoCloseable {

    enum Version {
        MQTT_5("5"),
        MQTT_3_1_1("311");

        private final String option;

        Version(String option) {
            this.option = option;
        }
    }

    private static final String FORMAT = "HEARD\\t%t\\t%D\\t%P\\t%x";
    private static final int PATIENCE_SECONDS = 8;

    private final Version version;
    private final Account account;
    private final Process subscriber;
    private final BlockingQueue<Word> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> subscribed = new LinkedBlockingQueue<>();

    private Mosquitto(Version version, Account account) throws IOException {
        this.version = version;
        this.account = account;
        this.subscriber = start(
                version,
                account,
                "mosquitto_sub",
                account.username(),
                "-d",
                "-q",
                "1",
                "-t",
                "srv/" + account.username() + "/#",
                "-F",
                FORMAT);
        Thread.ofVirtual().start(this::read);
    }

    /** Runs {@code mosquitto_sub} and returns when the broker has granted its subscription. */
    static Mosquitto subscribe(Version version, Account account) throws Exception {
        Mosquitto device = new Mosquitto(version, account);
        assertThat(device.subscribed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("answer to the subscription")
                .endsWith(": 1");
        return device;
    }

    /** Runs {@code mosquitto_pub} with that message. */
    void say(String suffix, String body, String... properties) throws Exception {
        List<String> options = new ArrayList<>(List.of("-q", "1", "-t", "dev/" + account.username() + "/" + suffix));
        options.add(body.isEmpty() ? "-n" : "-s");
        options.addAll(Arrays.asList(properties));
        Process publisher =
                start(version, account, "mosquitto_pub", account.username() + "-says", options.toArray(String[]::new));
        try (var input = publisher.getOutputStream()) {
            input.write(body.getBytes(UTF_8));
        }
        assertThat(publisher.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("mosquitto_pub ended")
                .isTrue();
        assertThat(publisher.exitValue())
                .as("%s", new String(publisher.getInputStream().readAllBytes(), UTF_8))
                .isZero();
    }

    /** The next word of that kind; a doorbell may ring more than once meanwhile. */
    Word hear(String suffix) throws InterruptedException {
        Word word;
        do {
            word = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(word).as("a %s within %d s", suffix, PATIENCE_SECONDS).isNotNull();
        } while (!word.suffix().equals(suffix));
        return word;
    }

    @Override
    public void close() throws InterruptedException {
        subscriber.destroy();
        subscriber.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static Process start(Version version, Account account, String program, String clientId, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "stdbuf",
                "-oL",
                program,
                "-V",
                version.option,
                "-i",
                clientId,
                "-h",
                Installation.MQTT_HOST,
                "-p",
                Integer.toString(Installation.MQTT_PORT),
                "-u",
                account.username(),
                "-P",
                account.password()));
        command.addAll(Arrays.asList(options));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private void read() {
        try (BufferedReader lines = subscriber.inputReader(UTF_8)) {
            lines.lines().forEach(this::understand);
        } catch (IOException | UncheckedIOException e) {
            // The process was ended while it was read from.
        }
    }

    private void understand(String line) {
        if (line.startsWith("Subscribed")) {
            subscribed.add(line);
        } else if (line.startsWith("HEARD\t")) {
            String[] fields = line.split("\t", -1);
            heard.add(new Word(
                    fields[1],
                    blankToNull(fields[2]),
                    properties(fields[3]),
                    HexFormat.of().parseHex(fields[4])));
        }
    }

    /** {@code name:value name:value}; no value the core sends holds a blank. */
    private static Map<String, String> properties(String text) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String property : text.split(" ")) {
            int colon = property.indexOf(':');
            if (colon > 0) {
                properties.put(property.substring(0, colon), property.substring(colon + 1));
            }
        }
        return properties;
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
