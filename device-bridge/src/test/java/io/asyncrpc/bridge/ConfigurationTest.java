package io.asyncrpc.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.bridge.account.AccountConfig;
import io.asyncrpc.bridge.broker.BrokerConfig;
import io.asyncrpc.bridge.certificate.CertificateConfig;
import io.asyncrpc.bridge.login.LoginConfig;
import io.asyncrpc.bridge.mqtt.MqttConfig;
import io.asyncrpc.bridge.presence.PresenceConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The defaults that an installation relies on, and the settings whose own defaults bite. */
class ConfigurationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SmallRyeConfig config = config();

    @Test
    void defaultsArePinned() {
        // Given
        BrokerConfig broker = config.getConfigMapping(BrokerConfig.class);
        MqttConfig mqtt = config.getConfigMapping(MqttConfig.class);
        PresenceConfig presence = config.getConfigMapping(PresenceConfig.class);
        AccountConfig account = config.getConfigMapping(AccountConfig.class);

        // Then
        assertThat(broker.host()).isEqualTo("127.0.0.1");
        assertThat(broker.port()).isEqualTo(5673);
        assertThat(broker.user()).isEqualTo("bridge");
        assertThat(broker.houseVhost()).isEqualTo("house");
        assertThat(broker.deviceVhost()).isEqualTo("devices");
        assertThat(broker.confirmTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(broker.devicePrefetch()).isEqualTo(500);
        assertThat(broker.housePrefetch()).isEqualTo(100);
        assertThat(broker.batchPace()).isEqualTo(Duration.ofMillis(8));
        assertThat(broker.batchSize()).isEqualTo(200);
        assertThat(broker.unsaidLimit()).isEqualTo(Duration.ofSeconds(30));
        assertThat(mqtt.bodyLimit()).isEqualTo(256 * 1024);
        assertThat(mqtt.answersPerSecond()).isEqualTo(10);
        assertThat(mqtt.persistentDownlink()).isFalse();
        assertThat(presence.snapshotInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.getConfigMapping(LoginConfig.class).interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(account.houseToken()).isEmpty();
        assertThat(account.listInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(account.listPage()).isEqualTo(500);
        assertThat(account.maxConnections()).isEqualTo(64);
        CertificateConfig certificate = config.getConfigMapping(CertificateConfig.class);
        assertThat(certificate.keyFile()).isEmpty();
        assertThat(certificate.certificateFile()).isEmpty();
        assertThat(certificate.revocationListFile()).isEmpty();
        assertThat(certificate.revocationListLife()).isEqualTo(Duration.ofDays(30));
    }

    /** The core has the same list in the same test. */
    @Test
    void reservedNamesAreThoseOfTheContractAndAllTheHouses() throws IOException {
        // Given
        Set<String> reserved = config.getConfigMapping(AccountConfig.class).reservedNames();
        JsonNode definitions =
                JSON.readTree(Path.of("../deploy/rabbitmq/definitions.json").toFile());

        // Then
        assertThat(JSON.readValue(
                        Path.of("../docs/contracts/reserved-names.json").toFile(), String[].class))
                .containsExactlyInAnyOrderElementsOf(reserved);
        assertThat(definitions.path("users"))
                .isNotEmpty()
                .allSatisfy(
                        user -> assertThat(reserved).contains(user.path("name").asText()));
    }

    private static SmallRyeConfig config() {
        try {
            return new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withSources(new PropertiesConfigSource(asMap(properties()), "application", 100))
                    .withDefaultValue("RABBITMQ_PASSWORD", "secret")
                    .withMapping(BrokerConfig.class)
                    .withMapping(MqttConfig.class)
                    .withMapping(PresenceConfig.class)
                    .withMapping(AccountConfig.class)
                    .withMapping(CertificateConfig.class)
                    .withMapping(LoginConfig.class)
                    .withValidateUnknown(false)
                    .build();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, String> asMap(Properties properties) {
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    private static Properties properties() throws IOException {
        Properties properties = new Properties();
        try (var file = ConfigurationTest.class.getResourceAsStream("/application.properties")) {
            properties.load(file);
        }
        return properties;
    }
}
