package io.asyncrpc.fleet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoSettingsTest {

    private final Map<String, String> environment = new HashMap<>(Map.of(
            "API_URL", "http://127.0.0.1:8080", "MQTT_HOST", "127.0.0.1", "MQTT_PORT", "1883", "TOKEN", "secret"));

    @Test
    void readsWhereTheSystemIs() {
        // When
        DemoSettings settings = DemoSettings.from(environment);

        // Then
        assertThat(settings.api()).hasToString("http://127.0.0.1:8080");
        assertThat(settings.broker().port()).isEqualTo(1883);
    }

    @Test
    void namesTheVariableThatIsMissing() {
        // Given
        environment.remove("MQTT_HOST");

        // Then
        assertThatThrownBy(() -> DemoSettings.from(environment)).hasMessageContaining("MQTT_HOST");
    }

    @Test
    void namesAPortThatIsNone() {
        // Given
        environment.put("MQTT_PORT", "mqtt");

        // Then
        assertThatThrownBy(() -> DemoSettings.from(environment)).hasMessageContaining("MQTT_PORT");
    }

    @Test
    void keepsTheTokenOutOfItsText() {
        assertThat(DemoSettings.from(environment).toString()).doesNotContain("secret");
    }
}
