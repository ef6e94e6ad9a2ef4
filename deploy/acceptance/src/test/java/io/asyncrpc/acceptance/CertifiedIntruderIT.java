package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.asyncrpc.acceptance.Stranger.Attempt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that was let in with a good certificate reaches nothing of another, whose name begins with its own. */
@Tag(Installation.LAUNCHER)
class CertifiedIntruderIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** More than a packet may have, which is 512 KiB. */
    private static final int OVERSIZED = 600 * 1024;

    private static final Authority AUTHORITY = Authority.ofTheSystem();

    private final Organisation organisation = Organisation.fresh();
    private final TestDevice intruder;
    private final TestDevice victim;

    CertifiedIntruderIT() throws Exception {
        String id = organisation.register();
        String longer = id + "-2";
        organisation.register(longer);
        AUTHORITY.does("device", id, longer);
        intruder = TestDevice.open(id, AUTHORITY.badge(id));
        victim = TestDevice.connect(longer, AUTHORITY.badge(longer));
    }

    @AfterEach
    void disconnect() {
        intruder.close();
        victim.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"#", "+/+/+", "srv/#", "srv/+/tsk", "srv/{victim}/#", "srv/{victim}/tsk", "dev/#", "dev/{own}/#"
            })
    void cannotSubscribe(String pattern) {
        // When
        Throwable refusal = catchThrowable(() -> intruder.subscribe(name(pattern)));

        // Then
        assertThat(refusal).hasMessageContaining("SUBACK");
        assertVictimWorks();
        assertThat(intruder.untaken("tsk")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"srv/{victim}/tsk", "srv/{victim}/cnl", "srv/{own}/tsk", "dev/{victim}/res", "dev/{victim}/ack"})
    void losesItsConnectionWhenItPublishes(String pattern) {
        // Then
        assertThatThrownBy(() -> intruder.publish(name(pattern), null, Map.of(), new byte[0]))
                .isNotNull();
        assertIntruderIsOut();
        assertVictimWorks();
        assertThat(victim.untaken("cnl")).isEmpty();
    }

    @Test
    void losesItsConnectionWithAnOversizedPacket(@TempDir Path temporary) throws Exception {
        // Given
        Path body = Files.write(temporary.resolve("body"), new byte[OVERSIZED]);

        // When: over MQTT 3.1.1, where a client does not know the limit
        Attempt attempt = Stranger.overTls(intruder.id())
                .with(AUTHORITY.badge(intruder.id()))
                .publishes("dev/" + intruder.id() + "/evt", "-V", "311", "-f", body.toString());

        // Then
        assertThat(attempt.lostItsConnection()).as("%s", attempt).isTrue();
        assertVictimWorks();
    }

    @Test
    void losesItsConnectionWithQos2() {
        // When
        intruder.raw()
                .publishWith()
                .topic("dev/" + intruder.id() + "/evt")
                .qos(MqttQos.EXACTLY_ONCE)
                .send();

        // Then
        assertIntruderIsOut();
        assertVictimWorks();
    }

    private String name(String pattern) {
        return pattern.replace("{victim}", victim.id()).replace("{own}", intruder.id());
    }

    private void assertIntruderIsOut() {
        Awaitility.await().atMost(PATIENCE).until(() -> !intruder.isConnected());
    }

    /** Still on the connection it had before, and called over it. */
    private void assertVictimWorks() {
        assertThat(victim.isConnected()).isTrue();
        String id = organisation.operator().submit(victim.id(), "open", "");
        victim.claim(id);
        victim.res(id, 200, "1");
        victim.hear("cmt", word -> word.isAbout(id));
        assertThat(organisation.viewer().task(id).getString("state")).isEqualTo("DONE");
    }
}
