package io.asyncrpc.fleet.swarm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.fleet.record.Digest;
import org.junit.jupiter.api.Test;

class SayingTest {

    private static final byte[] BODY = "{\"at\" : 40.0}".getBytes(UTF_8);

    @Test
    void mqtt311SaysEverythingInTheBody() {
        assertThat(envelope(Saying.result("t", 2, 503, 0, "9", BODY)))
                .isEqualTo(
                        "{\"correlationData\":\"t\",\"attempt\":2,\"status_code\":503,\"ext_id\":\"9\",\"body\":{\"at\" : 40.0}}");
        assertThat(envelope(Saying.progress("t", 50))).isEqualTo("{\"correlationData\":\"t\",\"percent\":50}");
        assertThat(envelope(Saying.ask("t"))).isEqualTo("{\"correlationData\":\"t\"}");
        assertThat(envelope(Saying.ask(null))).isEmpty();
        assertThat(envelope(Saying.event("7", "1.5", BODY)))
                .isEqualTo("{\"dev_event_id\":\"7\",\"dev_timestamp\":\"1.5\",\"body\":{\"at\" : 40.0}}");
    }

    @Test
    void theRecordHasTheDigestOfWhatBecomesTheResult() {
        // When
        var line = Saying.result("t", null, 200, 0, "9", BODY).line(5, "d", 3);

        // Then
        assertThat(line.sha()).isEqualTo(Digest.of(BODY));
        assertThat(line.att()).isNull();
        assertThat(line.bad()).isFalse();
        assertThat(Saying.rubbish("xyz", "t", "{").line(5, "d", 4).bad()).isTrue();
    }

    private static String envelope(Saying saying) {
        return new String(saying.envelope(), UTF_8);
    }
}
