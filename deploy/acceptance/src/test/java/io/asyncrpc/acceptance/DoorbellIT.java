package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a device is told of waiting tasks, and when. */
@Execution(ExecutionMode.CONCURRENT)
class DoorbellIT {

    /** Long enough that a task rang twice, and rings of itself no more before {@link #AT_ONCE} has passed. */
    private static final Duration BETWEEN_RINGS = Duration.ofSeconds(7);

    private static final Duration AT_ONCE = Duration.ofSeconds(4);

    private final Organisation organisation = Organisation.fresh();

    @ParameterizedTest
    @CsvSource({"1,1", "65534,65534", "65535,65535", "70000,65535", "open-valve,65535", "007,65535", "a.b:c_d,65535"})
    void carriesTheMethodAsNameAndNumber(String method, int code) {
        // Given
        try (TestDevice device = organisation.connect()) {

            // When
            organisation.operator().submit(device.id(), method, "\"externalId\":\"order 1\",\"priority\":7,\"ttl\":61");
            Word doorbell = device.hear("tsk");

            // Then
            var header = doorbell.body().<String, Object>getMap("header");
            assertThat(header).containsEntry("method", method).containsEntry("method_code", code);
            assertThat(header).containsEntry("ext_task_id", "order 1").containsEntry("priority", 7);
            assertThat(header).containsEntry("device_id", device.id()).containsEntry("ttl", 2);
            assertThat(doorbell.properties()).containsEntry("method_code", Integer.toString(code));
            assertThat(doorbell.body().getLong("created_at"))
                    .isCloseTo(Instant.now().getEpochSecond(), Offset.offset(5L));
        }
    }

    @Test
    void ringsAgainWhileTheTaskIsNotClaimed() {
        // Given
        try (TestDevice device = organisation.connect()) {
            String id = organisation.operator().submit(device.id(), "open", "");
            device.hear("tsk", word -> word.isAbout(id));

            // When
            Word again = device.hear("tsk", word -> word.isAbout(id), Duration.ofSeconds(15));

            // Then
            assertThat(again.text()).contains(id);
            assertThat(organisation.viewer().task(id).getString("waitReason")).isEqualTo("AWAITING_ACK");
        }
    }

    @Test
    void waitsForADeviceThatIsAwayAndRingsWhenItComes() {
        // Given
        var account = organisation.hire();
        String id = organisation.operator().submit(account.username(), "open", "");
        assertThat(organisation.viewer().task(id).getString("waitReason")).isEqualTo("DEVICE_OFFLINE");

        // When
        try (TestDevice device = TestDevice.connect(account)) {
            Word doorbell = device.hear("tsk");

            // Then
            assertThat(doorbell.isAbout(id)).isTrue();
        }
    }

    @Test
    void ringsForTheEightMostUrgentTasksOnlyAndForTheNextWhenOneIsClaimed() {
        // Given
        var account = organisation.hire();
        List<String> ids = new ArrayList<>();
        for (int priority = 0; priority < 10; priority++) {
            ids.add(organisation.operator().submit(account.username(), "open", "\"priority\":" + priority));
        }
        Patience.pass(BETWEEN_RINGS);

        // When
        try (TestDevice device = TestDevice.connect(account)) {
            Patience.until(() -> priorities(device).size(), heard -> heard == 8);
            Patience.pass(Duration.ofSeconds(1));
            Set<Integer> atFirst = priorities(device);
            device.claim(ids.get(9));
            Word ninth = device.hear("tsk", word -> priority(word) < 2, AT_ONCE);
            device.claim(ids.get(2));
            Word tenth = device.hear("tsk", word -> priority(word) < 2 && priority(word) != priority(ninth), AT_ONCE);

            // Then
            assertThat(atFirst).containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(priority(ninth)).isEqualTo(1);
            assertThat(priority(tenth)).isZero();
        }
    }

    @Test
    void ringsAtOnceWhenADeviceThatWasAwayConnects() {
        // Given
        var account = organisation.hire();
        String id = organisation.operator().submit(account.username(), "open", "");
        Patience.pass(BETWEEN_RINGS);

        // When
        try (TestDevice device = TestDevice.connect(account)) {
            Word doorbell = device.hear("tsk", word -> true, AT_ONCE);

            // Then
            assertThat(doorbell.isAbout(id)).isTrue();
        }
    }

    @Test
    void ringsAsSoonAsADeviceThatIsConnectedSubscribes() {
        // Given
        var account = organisation.hire();
        try (TestDevice device = TestDevice.open(account, account.username())) {
            String id = organisation.operator().submit(account.username(), "open", "");
            Patience.pass(BETWEEN_RINGS);

            // When
            device.subscribe("srv/" + device.id() + "/#");
            Word doorbell = device.hear("tsk", word -> true, AT_ONCE);

            // Then
            assertThat(doorbell.isAbout(id)).isTrue();
        }
    }

    @Test
    void anAcknowledgedDoorbellMakesTheTaskPending() {
        // Given
        try (TestDevice device = organisation.connect()) {
            String id = organisation.operator().submit(device.id(), "open", "");
            device.hear("tsk");

            // When
            device.ack(id);
            var pending = organisation.viewer().awaitState(id, "PENDING");
            Word task = device.claim(id);

            // Then
            assertThat(pending.getString("waitReason")).isEqualTo("AWAITING_CLAIM");
            assertThat(pending.getString("pendingAt")).isNotBlank();
            assertThat(task.body().getInt("status"))
                    .as("PENDING before the claim")
                    .isEqualTo(1);
            assertThat(organisation.viewer().states(id)).containsExactly("NEW", "PENDING", "LOCKED");
        }
    }

    @Test
    void isSilentBeforeItsTime() {
        // Given
        try (TestDevice device = organisation.connect()) {
            String notBefore = Instant.now().plusSeconds(4).toString();

            // When
            String id =
                    organisation.operator().submit(device.id(), "open", "\"notBefore\":\"%s\"".formatted(notBefore));
            device.req(id);
            Word early = device.hear("rsp");

            // Then
            assertThat(early.body().getString("reason")).isEqualTo("TOO_EARLY");
            assertThat(early.body().getString("for")).isEqualTo(id);
            assertThat(organisation.viewer().task(id).getString("waitReason")).isEqualTo("NOT_BEFORE");
            assertThat(device.untaken("tsk")).isEmpty();
            Word doorbell = device.hear("tsk", word -> word.isAbout(id), Duration.ofSeconds(12));
            assertThat(Instant.now()).isAfterOrEqualTo(Instant.parse(notBefore));
            assertThat(device.claim(id).taskId()).isEqualTo(doorbell.taskId());
        }
    }

    private static Set<Integer> priorities(TestDevice device) {
        return device.untaken("tsk").stream().map(DoorbellIT::priority).collect(Collectors.toSet());
    }

    private static int priority(Word doorbell) {
        return doorbell.body().getInt("header.priority");
    }
}
