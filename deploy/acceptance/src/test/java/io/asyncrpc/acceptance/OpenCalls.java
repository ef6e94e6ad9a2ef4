package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.TestDevice.Account;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/** Calls in every state, begun by one release; devices, and the clock, end them under another. */
final class OpenCalls implements AutoCloseable {

    /** Long enough for an upgrade on a small machine. */
    private static final int SECONDS = 120;

    private static final Duration PATIENCE = Duration.ofSeconds(SECONDS + 60);

    private final Organisation organisation = Organisation.fresh();
    private final Account away = organisation.hire();
    private final TestDevice device = organisation.connect();
    private final String waiting = submit(away.username(), "\"ttl\":3600");
    private final String expiring = submit(away.username(), "\"ttl\":" + SECONDS);
    private final String notified = submit(device.id(), "\"ttl\":3600");
    private final String held = claimed("\"lease\":3600");
    private final String lost = claimed("\"maxAttempts\":1,\"attemptTimeout\":%1$d,\"lease\":%1$d".formatted(SECONDS));
    private final String canceling = claimed("\"lease\":3600");
    private final String tried = claimed("\"lease\":3600");
    private final String done = claimed("\"lease\":3600");
    private final String failed = claimed("\"lease\":3600");

    /** Of everything the end is not there yet, but of the last two, which nobody has asked for. */
    OpenCalls() {
        device.ack(notified);
        organisation.viewer().awaitState(notified, "PENDING");
        organisation
                .operator()
                .post("/tasks/" + canceling + "/cancel", "{\"deadline\":3600}")
                .then()
                .statusCode(202);
        result(tried, 503);
        result(done, 200);
        result(failed, 500);
    }

    private String submit(String deviceId, String more) {
        return organisation.operator().submit(deviceId, "open", "\"payload\":{\"by\":\"the release\"}," + more);
    }

    private String claimed(String more) {
        String id = submit(device.id(), more);
        device.claim(id);
        return id;
    }

    /** Returns when it is stored. */
    private void result(String id, int status) {
        device.res(id, status, "\"said of " + id + '"');
        device.hear("cmt", word -> word.isAbout(id));
    }

    /** The devices do what is left to them. */
    void goOn() {
        try (TestDevice late = TestDevice.connect(away)) {
            assertThat(late.claim(waiting).body().getString("payload.by")).isEqualTo("the release");
            late.res(waiting, 200, "\"said of " + waiting + '"');
            late.hear("cmt", word -> word.isAbout(waiting));
        }
        device.claim(notified);
        result(notified, 200);
        result(held, 200);
        result(canceling, 499);
        assertThat(device.claim(tried).body().getInt("attempt")).isEqualTo(2);
        result(tried, 200);
    }

    /** As that door tells it. */
    void assertEnds(Replica door) {
        ApiClient viewer = organisation.viewer().at(door);
        Map<String, String> ends = Map.of(
                waiting, "DONE KNOWN 1 200",
                expiring, "EXPIRED KNOWN 0 null",
                notified, "DONE KNOWN 1 200",
                held, "DONE KNOWN 1 200",
                lost, "FAILED UNKNOWN 1 null",
                canceling, "CANCELED KNOWN 1 499",
                tried, "DONE KNOWN 2 200",
                done, "DONE KNOWN 1 200",
                failed, "FAILED KNOWN 1 500");
        ends.forEach((id, end) -> Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(end(viewer.task(id))).isEqualTo(end)));
        List<Map<String, Object>> tasks =
                viewer.get("/tasks?limit=200").jsonPath().getList("items");
        assertThat(tasks).hasSize(ends.size());
        for (Map<String, Object> task : tasks) {
            String id = (String) Objects.requireNonNull(task.get("id"));
            new History(viewer.history(id)).assertLifeOf(task);
        }
    }

    private static String end(JsonPath task) {
        String id = task.getString("id");
        String body = task.getString("result.body");
        assertThat(body).isIn(null, "said of " + id);
        return "%s %s %d %s"
                .formatted(
                        task.getString("state"),
                        task.getString("outcome"),
                        task.getInt("attempt"),
                        task.get("result.statusCode"));
    }

    @Override
    public void close() {
        device.close();
    }
}
