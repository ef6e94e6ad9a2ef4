package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import io.asyncrpc.acceptance.TestDevice.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A broker that lost everything gets the accounts of the devices back, though not their passwords. */
@Isolated("empties the broker that the other tests need")
@Tag(Installation.LAUNCHER)
class AccountRepairIT {

    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private final Organisation organisation = Organisation.fresh();

    @Test
    void accountsComeBackAfterTheBrokerLostItsData() throws Exception {
        // Given
        Account before = organisation.hire();
        String silent = organisation.register();
        String deleted = organisation.register();
        organisation.admin().request().delete("/devices/" + deleted).then().statusCode(204);
        String id = organisation.operator().submit(before.username(), "open", "");

        // When
        Outage.kill("rabbitmq");
        empty(Installation.PROJECT.resolve(variable("IOT_STATE")).resolve("rabbitmq/data"));
        Outage.of("rabbitmq").over();

        // Then
        Awaitility.await()
                .atMost(RECOVERY)
                .untilAsserted(() -> assertThat(BrokerUsers.names())
                        .contains(before.username(), silent)
                        .doesNotContain(deleted));
        Awaitility.await()
                .atMost(RECOVERY)
                .until(() -> BrokerUsers.get("users/" + silent + "/topic-permissions")
                        .contains("^dev\\\\." + silent + "\\\\."));
        assertThatThrownBy(() -> TestDevice.connect(before)).isInstanceOf(Mqtt5ConnAckException.class);
        try (TestDevice device = TestDevice.connect(organisation.credentials(before.username()))) {
            device.req(id);
            device.hear("rsp", word -> word.isAbout(id), RECOVERY);
            device.res(id, 200, "1");
            device.hear("cmt", word -> word.isAbout(id), RECOVERY);
        }
    }

    private static void empty(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
