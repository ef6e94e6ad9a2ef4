package io.asyncrpc.acceptance;

import io.asyncrpc.acceptance.TestDevice.Account;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A device of an organisation of its own, and its calls. */
final class OneDevice implements AutoCloseable {

    /** The shortest lease there is; the lease is all the time the attempt has. */
    static final String SHORT_LEASE = "\"lease\":5,\"attemptTimeout\":5";

    /** Until the sweep saw that something is over. */
    static final Duration SWEPT = Duration.ofSeconds(6);

    static final Duration LEASE_LOST = Duration.ofSeconds(5).plus(SWEPT);

    final Organisation organisation = Organisation.fresh();
    final ApiClient viewer = organisation.viewer();
    final Account account = organisation.hire();
    final TestDevice device = TestDevice.connect(account);

    String submit(String more) {
        return organisation.operator().submit(account.username(), "open", more);
    }

    /** A task the device holds. */
    String claimed(String more) {
        String id = submit(more);
        device.claim(id);
        return id;
    }

    /** A task whose first attempt was lost; the lease is the shortest. */
    String lost(String more) {
        String id = claimed(SHORT_LEASE + more);
        viewer.awaitState(id, "NEW", LEASE_LOST);
        return id;
    }

    /** The device's result; returns when it is stored. */
    Word result(String id, int status, String... properties) {
        return result(id, status, "1", properties);
    }

    /** @param properties names and values */
    Word result(String id, int status, String body, String[] properties) {
        Map<String, String> all = new HashMap<>(Map.of("status_code", Integer.toString(status)));
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        device.say("res", id, all, body);
        return device.hear("cmt", word -> word.isAbout(id));
    }

    Response cancel(String id, String body) {
        return organisation.operator().post("/tasks/" + id + "/cancel", body);
    }

    JsonPath task(String id) {
        return viewer.task(id);
    }

    String state(String id) {
        return task(id).getString("state");
    }

    Instant time(String id, String field) {
        return Instant.parse(task(id).getString(field));
    }

    /** The answer to a question for that task. */
    Word ask(String id) {
        device.req(id);
        return device.hear("rsp");
    }

    @Override
    public void close() {
        device.close();
    }
}
