package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import io.asyncrpc.acceptance.TestDevice.Account;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device touches its own tasks and nothing else. Both devices are of one organisation, which makes it harder. */
class DeviceIsolationIT {

    private final Organisation organisation = Organisation.fresh();
    private TestDevice victim;
    private Account intruder;
    private TestDevice intruding;

    @BeforeEach
    void connectBoth() {
        victim = organisation.connect();
        intruder = organisation.hire();
        intruding = TestDevice.open(intruder, intruder.username());
    }

    @AfterEach
    void disconnectBoth() {
        victim.close();
        intruding.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "srv/{victim}/#",
                "srv/{victim}/rsp",
                "srv/+/rsp",
                "srv/+/#",
                "srv/#",
                "#",
                "+/+/+",
                "dev/{victim}/res",
                "dev/{own}/#",
                "srv/{own}x/#",
                "$share/g/srv/{victim}/#",
                "$SYS/#"
            })
    void cannotReadWhatIsSaidToAnother(String pattern) {
        // Given
        String filter = pattern.replace("{victim}", victim.id()).replace("{own}", intruding.id());
        try {
            intruding.subscribe(filter);
        } catch (RuntimeException refused) {
            assertThat(refused).hasMessageContaining("SUBACK");
        }

        // When
        String id = organisation.operator().submit(victim.id(), "open", "\"payload\":\"secret\"");
        victim.claim(id);
        victim.res(id, 200, "\"secret\"");
        victim.hear("cmt");

        // Then
        for (String suffix : new String[] {"tsk", "rsp", "res", "cmt"}) {
            assertThat(intruding.untaken(suffix)).as("heard on %s", filter).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev/{victim}/res", "dev/{victim}/req", "srv/{victim}/tsk", "dev/{own}x/res", "other"})
    void losesItsConnectionWhenItSpeaksOnAnotherTopic(String pattern) {
        // Given
        String topic = pattern.replace("{victim}", victim.id()).replace("{own}", intruding.id());
        String id = organisation.operator().submit(victim.id(), "open", "");

        // When
        Throwable refusal = catchThrowable(() ->
                intruding.publish(topic, UTF_8.encode(id), Map.of("status_code", "200"), "\"forged\"".getBytes(UTF_8)));

        // Then
        assertThat(refusal).isNotNull();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !intruding.isConnected());
        assertThat(organisation.viewer().task(id).getString("state")).isEqualTo("NEW");
        victim.hear("tsk", word -> word.isAbout(id));
        assertThat(victim.untaken("rsp")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ack", "req", "prg", "res"})
    void isToldTheSameOfAForeignTaskAsOfNone(String suffix) {
        // Given
        intruding.subscribe("srv/" + intruding.id() + "/#");
        String foreign = organisation.operator().submit(victim.id(), "open", "");
        victim.claim(foreign);
        String unknown = UUID.randomUUID().toString();

        // When
        intruding.say(suffix, unknown, Map.of(), "{}");
        Word ofNone = intruding.hear("err");
        intruding.say(suffix, foreign, Map.of(), "{}");
        Word ofForeign = intruding.hear("err");

        // Then
        assertThat(ofForeign.text().replace(foreign, "ID"))
                .isEqualTo(ofNone.text().replace(unknown, "ID"));
        assertThat(ofForeign.body().getInt("status")).isEqualTo(404);
        assertThat(ofForeign.body().getString("code")).isEqualTo("not-found");
        assertThat(organisation.viewer().states(foreign)).containsExactly("NEW", "LOCKED");
    }

    @Test
    void isNotLetInUnderAnothersClientId() {
        // Given
        String id = organisation.operator().submit(victim.id(), "open", "\"payload\":\"secret\"");

        // When
        assertThatThrownBy(() -> TestDevice.open(intruder, victim.id())).isInstanceOf(Mqtt5ConnAckException.class);

        // Then
        assertThat(victim.isConnected()).isTrue();
        victim.claim(id);
    }

    @Test
    void hearsNothingUnderAClientIdThatIsNobodys() {
        // When
        try (TestDevice masked = TestDevice.open(intruder, victim.id() + "-masked")) {
            // Then
            assertThatThrownBy(() -> masked.subscribe("srv/" + victim.id() + "/#"))
                    .isNotNull();
            assertThatThrownBy(() -> masked.subscribe("srv/" + intruder.username() + "/#"))
                    .isNotNull();
        }
    }

    @Test
    void isNotLetInWithAnothersNameOrAWrongPassword() {
        // Given
        Account wrongPassword = new Account(victim.id(), intruder.password());
        Account noPassword = new Account(victim.id(), "");
        Account nobody = new Account("guest", "guest");

        // Then
        for (Account account : new Account[] {wrongPassword, noPassword, nobody}) {
            assertThatThrownBy(() -> TestDevice.open(account, account.username()))
                    .as("%s", account)
                    .isInstanceOf(Mqtt5ConnAckException.class);
        }
    }

    @Test
    void losesItsOldPasswordWhenItGetsANewOne() {
        // Given
        Account renewed = organisation.credentials(intruder.username());

        // Then
        assertThatThrownBy(() -> TestDevice.open(intruder, intruder.username()))
                .isInstanceOf(Mqtt5ConnAckException.class);
        TestDevice.connect(renewed).close();
    }
}
