package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.TraceStore.Span;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task is one trace, from the call to the device and back, as it is exported by the services. */
@Tag(Installation.LAUNCHER)
@Isolated("restarts the services, so that all of them trace")
class TraceIT {

    private static final String TRACE = "traceparent";

    private static final List<String> SERVICES = List.of("task-core", "device-bridge", "api-gateway");
    private static final String OVER_HTTP = "device-bridge";
    private static final Path CHANGES =
            Installation.PROJECT.resolve(variable("IOT_STATE")).resolve("chaos");

    private static TraceStore store;

    private final Organisation organisation = Organisation.fresh();

    @BeforeAll
    static void servicesThatTrace() throws Exception {
        store = new TraceStore();
        Files.createDirectories(CHANGES);
        for (String service : SERVICES) {
            Files.write(
                    CHANGES.resolve(service + ".env"),
                    service.equals(OVER_HTTP) ? store.settingsForHttp() : store.settings());
            Outage.of(service).over();
        }
    }

    @AfterAll
    static void asTheyWere() throws Exception {
        for (String service : SERVICES) {
            Files.deleteIfExists(CHANGES.resolve(service + ".env"));
            Outage.of(service).over();
        }
        Files.deleteIfExists(CHANGES);
        store.close();
    }

    @Test
    void aTaskIsOneTraceFromTheCallToTheDeviceAndBack() throws Exception {
        // Given
        String called = sampled(random(16));
        try (TestDevice device = organisation.connect()) {

            // When
            String task = submit(device, called, "\"payload\":\"hush-in\"").path("id");
            Word doorbell = device.hear("tsk");
            String asking = goneOn(doorbell);
            device.say("req", task, Map.of(TRACE, asking), "");
            Word handed = device.hear("rsp", word -> word.isAbout(task));
            String working = goneOn(handed);
            device.say("res", task, Map.of("status_code", "200", TRACE, working), "hush-out");
            Word committed = device.hear("cmt");

            // Then
            List<Span> spans = store.await(
                    trace(called),
                    "api-gateway POST tasks",
                    "task-core submit",
                    "task-core doorbell",
                    "device-bridge tsk",
                    "task-core claim",
                    "task-core task",
                    "device-bridge rsp",
                    "task-core result",
                    "task-core committed",
                    "device-bridge cmt");
            assertThat(List.of(doorbell, handed, committed))
                    .allSatisfy(word -> assertThat(trace(word)).isEqualTo(trace(called)));
            assertEachHasItsParent(spans, called, asking, working);
            assertThat(parent(spans, "task-core claim")).isEqualTo(span(asking));
            assertThat(parent(spans, "task-core result")).isEqualTo(span(working));
            assertThat(spans)
                    .filteredOn(span -> !span.service().equals("api-gateway"))
                    .allSatisfy(span -> assertThat(span.attributes())
                            .containsEntry("taskId", task)
                            .containsEntry("deviceId", device.id()));
            assertThat(store.holds("hush-")).as("a payload in a trace").isFalse();
            assertThat(trace(organisation.viewer().get("/tasks/" + task).header(TRACE)))
                    .as("of the answer with the result")
                    .isEqualTo(trace(called));
        }
    }

    @Test
    void aDeviceThatKnowsNothingOfTracesIsPartOfOne() throws Exception {
        // Given
        String called = sampled(random(16));
        try (TestDevice device = organisation.connect()) {

            // When
            String task = submit(device, called, "").path("id");
            device.ack(task);
            device.claim(task);
            device.res(task, 200, "1");
            device.hear("cmt");

            // Then
            assertEachHasItsParent(
                    store.await(
                            trace(called),
                            "api-gateway POST tasks",
                            "task-core submit",
                            "task-core doorbell",
                            "task-core acknowledged",
                            "task-core claim",
                            "task-core task",
                            "task-core result",
                            "task-core committed",
                            "device-bridge cmt"),
                    called);
        }
    }

    @Test
    void aCallWithoutATraceBeginsOne() throws Exception {
        // Given
        try (TestDevice device = organisation.connect()) {

            // When
            organisation.operator().json(Bodies.task(device.id(), "open", "")).post("/tasks");

            // Then
            String trace = trace(device.hear("tsk"));
            assertThat(store.await(trace, "api-gateway POST tasks", "device-bridge tsk"))
                    .filteredOn(span -> span.parent().isEmpty())
                    .extracting(Span::what)
                    .containsExactly("api-gateway POST tasks");
        }
    }

    @Test
    void whoSaysThatNobodyRecordsItIsNotRecorded() throws Exception {
        // Given
        String called = "00-" + random(16) + "-" + random(8) + "-00";
        try (TestDevice device = organisation.connect()) {

            // When
            String task = submit(device, called, "").path("id");
            device.claim(task);
            Word doorbell = device.hear("tsk");

            // Then
            assertThat(doorbell.properties()).doesNotContainKey(TRACE);
            assertThat(store.of(trace(called))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-00000000000000000000000000000000-0000000000000001-01",
                "00-0000000000000000000000000000000a-0000000000000000-01",
                "ff-0000000000000000000000000000000a-0000000000000001-01",
                "00-0000000000000000000000000000000A-0000000000000001-01",
                "00-0000000000000000000000000000000a-0000000000000001-01-and-more",
                "00-'; drop table task; --aaaaaaaaaa-0000000000000001-01"
            })
    void whatIsNoTraceParentIsLeftOutAndDoesNoHarm(String hostile) throws Exception {
        // Given
        try (TestDevice device = organisation.connect()) {

            // When
            Response accepted = submit(device, hostile, "");
            String task = accepted.path("id");
            String kept = trace(device.hear("tsk"));
            device.say("req", task, Map.of(TRACE, hostile + "x".repeat(40_000)), "");
            device.hear("rsp", word -> word.isAbout(task));
            device.say("res", task, Map.of("status_code", "200", TRACE, hostile), "1");
            device.hear("cmt");

            // Then
            assertThat(kept).isNotEqualTo("0000000000000000000000000000000a");
            store.await(kept, "task-core claim", "task-core result", "device-bridge cmt");
        }
    }

    @Test
    void theTraceOfATaskIsNotTheDevicesToChoose() throws Exception {
        // Given
        String called = sampled(random(16));
        String foreign = sampled(random(16));
        try (TestDevice device = organisation.connect()) {

            // When
            String task = submit(device, called, "").path("id");
            device.claim(task);
            device.say("res", task, Map.of("status_code", "200", TRACE, foreign), "1");
            device.hear("cmt");

            // Then
            assertThat(store.await(trace(called), "task-core result", "device-bridge cmt"))
                    .filteredOn(span -> span.what().equals("task-core result"))
                    .flatExtracting(Span::links)
                    .containsExactly(trace(foreign));
            assertThat(store.of(trace(foreign))).isEmpty();
        }
    }

    @Test
    void aCancelIsPartOfItsCallersTraceAndTellsOfTheTasks() throws Exception {
        // Given
        String called = sampled(random(16));
        String cancelling = sampled(random(16));
        try (TestDevice device = organisation.connect()) {
            String task = submit(device, called, "").path("id");
            device.claim(task);

            // When
            organisation
                    .operator()
                    .json("{}")
                    .header(TRACE, cancelling)
                    .post("/tasks/" + task + "/cancel")
                    .then()
                    .statusCode(202);
            device.hear("cnl");

            // Then
            assertThat(store.await(trace(cancelling), "api-gateway POST tasks", "task-core cancel"))
                    .flatExtracting(Span::links)
                    .containsExactly(trace(called));
            store.await(trace(called), "device-bridge cnl");
        }
    }

    private Response submit(TestDevice device, String traceParent, String more) {
        return organisation
                .operator()
                .json(Bodies.task(device.id(), "open", more))
                .header(TRACE, traceParent)
                .post("/tasks")
                .then()
                .statusCode(202)
                .extract()
                .response();
    }

    private static void assertEachHasItsParent(List<Span> spans, String... outside) {
        List<String> parents = new ArrayList<>(spans.stream().map(Span::id).toList());
        for (String other : outside) {
            parents.add(span(other));
        }
        assertThat(spans).allSatisfy(span -> assertThat(parents).contains(span.parent()));
    }

    private static String parent(List<Span> spans, String what) {
        return spans.stream()
                .filter(span -> span.what().equals(what))
                .map(Span::parent)
                .collect(Collectors.joining());
    }

    /** As a device that traces goes on. */
    private static String goneOn(Word word) {
        return sampled(trace(word));
    }

    private static String sampled(String trace) {
        return "00-" + trace + "-" + random(8) + "-01";
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static String trace(Word word) {
        return trace(word.properties().getOrDefault(TRACE, "none"));
    }

    private static String trace(String traceParent) {
        return traceParent.replaceFirst("^00-([0-9a-f]{32})-.*", "$1");
    }

    private static String span(String traceParent) {
        return traceParent.substring(36, 52);
    }
}
