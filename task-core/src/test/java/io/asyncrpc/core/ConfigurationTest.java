package io.asyncrpc.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The defaults that an installation relies on, and the settings whose own defaults bite. */
class ConfigurationTest {
    private static final Map<String, String> PROPERTIES = properties();
    private static final SmallRyeConfig CONFIG = new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(new PropertiesConfigSource(PROPERTIES, "application", 100))
            .build();

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', textBlock = """
            quarkus.http.host                       | 127.0.0.1
            quarkus.http.port                       | 8081
            quarkus.management.port                 | 9081
            quarkus.http.limits.max-body-size       | 512K
            quarkus.datasource.reactive.url         | postgresql://127.0.0.1:5433/iot?search_path=core
            quarkus.datasource.jdbc.url             | jdbc:postgresql://127.0.0.1:5433/iot
            mp.jwt.verify.issuer                    | https://asyncrpc.local
            mp.jwt.verify.audiences                 | asyncrpc
            mp.jwt.verify.publickey.algorithm       | RS256
            mp.jwt.verify.clock.skew                | 30
            core.token.algorithms                   | RS256
            core.token.organisation-claim           | org
            core.token.roles-claim                  | groups
            core.token.keys.refresh                 | 5m
            core.token.keys.pause                   | 10s
            core.token.keys.patience                | 3s
            core.token.keys.keep                    | 24h
            quarkus.security.jaxrs.deny-unannotated-endpoints | true
            rabbitmq-host                           | 127.0.0.1
            rabbitmq-port                           | 5673
            rabbitmq-username                       | core
            rabbitmq-virtual-host                   | house
            core.broker.host                        | 127.0.0.1
            core.broker.user                        | core
            core.broker.house-vhost                 | house
            core.bridge.url                         | http://127.0.0.1:8082
            quarkus.otel.sdk.disabled               | true
            quarkus.otel.exporter.otlp.endpoint     | http://127.0.0.1:4317
            quarkus.otel.exporter.otlp.protocol     | grpc
            quarkus.otel.traces.sampler.arg         | 1.0
            """)
    void defaultsArePinned(String name, String expected) {
        assertThat(CONFIG.getValue(name, String.class)).isEqualTo(expected);
    }

    @Test
    void callToTheBridgeEndsBeforeTheHoldOnTheAccount() {
        // Given
        Duration queue = DurationConverter.parseDuration(value("core.bridge.queue-patience"));
        Duration patience = DurationConverter.parseDuration(value("core.bridge.patience"));

        // Then
        assertThat(queue.plus(patience)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void everyChannelSaysWhatTheConnectorWouldGuess() {
        // Given
        List<String> incoming = channels("incoming");

        // Then
        assertThat(incoming).containsExactly("ticks").allSatisfy(channel -> {
            String prefix = "mp.messaging.incoming." + channel + ".";
            assertThat(value(prefix + "automatic-recovery-enabled")).isEqualTo("true");
            assertThat(value(prefix + "reconnect-attempts")).isEqualTo("0");
            assertThat(value(prefix + "max-outstanding-messages")).isNotEmpty();
            assertThat(value(prefix + "failure-strategy")).isIn("requeue", "accept");
            assertThat(value(prefix + "ssl.hostname-verification-algorithm")).isEqualTo("HTTPS");
            assertThat(value(prefix + "queue.declare")).isEqualTo("false");
            assertThat(value(prefix + "exchange.declare")).isEqualTo("false");
            assertThat(value(prefix + "content-type-override")).isEqualTo("application/octet-stream");
        });
    }

    @Test
    void everyOutgoingChannelHasConfirms() {
        assertThat(channels("outgoing"))
                .allSatisfy(channel -> assertThat(value("mp.messaging.outgoing." + channel + ".publish-confirms"))
                        .isEqualTo("true"));
    }

    private static List<String> channels(String direction) {
        return PROPERTIES.keySet().stream()
                .filter(name -> name.matches("mp\\.messaging\\." + direction + "\\.[^.]+\\.connector"))
                .map(name -> name.split("\\.")[3])
                .toList();
    }

    private static String value(String name) {
        return CONFIG.getOptionalValue(name, String.class).orElse("");
    }

    private static Map<String, String> properties() {
        Properties properties = new Properties();
        try (InputStream file = ConfigurationTest.class.getResourceAsStream("/application.properties")) {
            properties.load(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(Function.identity(), properties::getProperty));
    }
}
