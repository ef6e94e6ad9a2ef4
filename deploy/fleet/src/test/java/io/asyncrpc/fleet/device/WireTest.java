package io.asyncrpc.fleet.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.asyncrpc.fleet.device.Said.Outcome;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sections Correlation and Bodies of docs/protocol.md, from the device's side. */
class WireTest {

    private static final String ID = "01957e5a-7c00-7000-8000-000000000001";
    private static final Said RESULT = new Said.Result(
            ID, 2, new Outcome(200, JsonNodeFactory.instance.objectNode().put("open", true)), "7");

    @Test
    void readsADoorbell() {
        // When
        var heard = read("tsk", "{\"id\":\"%s\",\"created_at\":1,\"header\":{\"method\":\"open\"}}".formatted(ID));

        // Then
        assertThat(heard).isEqualTo(new Heard.Doorbell(ID, "open"));
    }

    @Test
    void readsATaskWithItsPayload() {
        // When
        var heard = read(
                "rsp",
                "{\"id\":\"%s\",\"header\":{\"method\":\"open\"},\"attempt\":2,\"payload\":{\"percent\":40}}"
                        .formatted(ID));

        // Then
        var payload = JsonNodeFactory.instance.objectNode().put("percent", 40);
        assertThat(heard).isEqualTo(new Heard.Call(ID, 2, "open", payload));
    }

    @Test
    void readsThatThereIsNothing() {
        // When
        var next = read("rsp", "{\"method_code\":0,\"for\":null,\"reason\":\"NOTHING\",\"time\":1}");
        var named = read("rsp", "{\"method_code\":0,\"for\":\"%s\",\"reason\":\"FINAL\",\"time\":1}".formatted(ID));

        // Then
        assertThat(next).isEqualTo(new Heard.Nothing(null, "NOTHING"));
        assertThat(named).isEqualTo(new Heard.Nothing(ID, "FINAL"));
    }

    @Test
    void readsARefusalWhoseTaskStandsInTheCorrelation() {
        // When
        var heard = WireReader.read("srv/pump/err", ID, "{\"status\":404,\"detail\":\"no such task\"}".getBytes(UTF_8));

        // Then
        assertThat(heard).contains(new Heard.Refused(ID, 404, "no such task"));
    }

    @Test
    void ignoresAWordItDoesNotKnow() {
        assertThat(WireReader.read("srv/pump/new", null, "{}".getBytes(UTF_8))).isEmpty();
    }

    @Test
    void writesAResultInPropertiesForMqtt5() {
        // When
        Map<String, String> properties = WireWriter.properties(RESULT);
        byte[] body = WireWriter.body(RESULT);

        // Then
        assertThat(properties)
                .isEqualTo(Map.of("correlationData", ID, "status_code", "200", "ext_id", "7", "attempt", "2"));
        assertThat(body).asString(UTF_8).isEqualTo("{\"open\":true}");
    }

    @Test
    void writesAResultInOneEnvelopeForMqtt311() {
        // When
        byte[] envelope = WireWriter.envelope(RESULT);

        // Then
        assertThat(envelope)
                .asString(UTF_8)
                .isEqualTo(
                        "{\"correlationData\":\"%s\",\"status_code\":200,\"ext_id\":\"7\",\"attempt\":2,\"body\":{\"open\":true}}"
                                .formatted(ID));
    }

    @Test
    void writesNoAttemptForADeviceThatKnowsNone() {
        // Given
        Said result = new Said.Result(ID, null, new Outcome(200, JsonNodeFactory.instance.numberNode(1)), "7");

        // Then
        assertThat(WireWriter.envelope(result))
                .asString(UTF_8)
                .isEqualTo(
                        "{\"correlationData\":\"%s\",\"status_code\":200,\"ext_id\":\"7\",\"body\":1}".formatted(ID));
    }

    @Test
    void writesAQuestionForWhateverIsNextWithoutCorrelation() {
        // Given
        Said next = new Said.Ask(null);

        // Then
        assertThat(WireWriter.properties(next)).isEmpty();
        assertThat(WireWriter.body(next)).isEmpty();
        assertThat(WireWriter.envelope(next)).isEmpty();
    }

    private static Heard read(String suffix, String body) {
        return WireReader.read("srv/pump/" + suffix, null, body.getBytes(UTF_8)).orElseThrow();
    }
}
