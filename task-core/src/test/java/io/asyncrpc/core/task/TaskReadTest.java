package io.asyncrpc.core.task;

import static io.asyncrpc.core.Contracts.extended;
import static io.asyncrpc.core.Contracts.golden;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Tokens;
import io.asyncrpc.core.task.TaskReadJson.Told;
import io.asyncrpc.core.trace.TraceParent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many tasks read in one question, as the gateway asks it. */
@QuarkusTest
class TaskReadTest extends CoreTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String READ = "/house/tasks/read";
    private static final String STAMP = "7-1795388942658516";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    /** An answer taken apart: what is said of each, and the tasks that are shown. */
    private record Answered(List<JsonNode> items, List<JsonNode> tasks) {}

    @Test
    void goldenQuestionIsUnderstoodAlsoWithFieldsOfTomorrow() throws IOException {
        TaskReadJson.Question expected = new TaskReadJson.Question(
                65_536,
                List.of(
                        new TaskRead(id(1), STAMP, null),
                        new TaskRead(id(2), null, "W/\"3\""),
                        new TaskRead(id(3), null, null)));
        assertThat(TaskReadJson.read(golden("task-reads.v1.json"))).isEqualTo(expected);
        assertThat(TaskReadJson.read(extended("task-reads.v1.json"))).isEqualTo(expected);
    }

    @Test
    void goldenAnswerIsWrittenAndTheTasksBehindIt() throws IOException {
        // Given
        byte[] task = "x".repeat(812).getBytes(UTF_8);
        byte[] small = "y".repeat(640).getBytes(UTF_8);
        Instant end = Instant.ofEpochSecond(1_795_388_942, 658_516_000);
        TaskVersion done = new TaskVersion(7, TaskState.DONE, end);

        // When
        byte[] written = TaskReadJson.write(List.of(
                Told.known(done),
                Told.shown(
                        new TaskVersion(4, TaskState.LOCKED, null),
                        Objects.requireNonNull(TraceParent.parse(TRACE)).toString(),
                        task,
                        812),
                Told.shown(done, null, small, 812),
                Told.shown(new TaskVersion(9, TaskState.DONE, end), TRACE, task, 811),
                Told.NOTHING,
                Told.UNREAD));

        // Then
        int line = new String(written, UTF_8).indexOf('\n');
        assertThat(JSON.readTree(Arrays.copyOf(written, line)))
                .isEqualTo(JSON.readTree(golden("task-reads-answer.v1.json")));
        assertThat(new String(written, line + 1, written.length - line - 1, UTF_8))
                .isEqualTo("x".repeat(812) + "y".repeat(640));
    }

    @Test
    void eachIsShownAsItIsShownAlone() throws IOException {
        // Given
        String device = api.device();
        List<String> ids = IntStream.range(0, 40)
                .mapToObj(i -> api.submit(device, ",\"payload\":{\"n\":" + i + "}")
                        .path("id")
                        .asText())
                .toList();

        // When
        Answered answered =
                read(65_536, ids.stream().map(id -> "{\"id\":\"" + id + "\"}").toList());

        // Then
        assertThat(answered.tasks()).isEqualTo(ids.stream().map(api::get).toList());
        assertThat(answered.items())
                .allSatisfy(item -> assertThat(item.path("status").asInt()).isEqualTo(200))
                .allSatisfy(item -> assertThat(item.path("version").asInt()).isEqualTo(1))
                .allSatisfy(
                        item -> assertThat(item.path("final").asBoolean(true)).isFalse());
    }

    @Test
    void whatIsKeptIsSentAgainOnlyIfItsStampIsAnother() throws IOException {
        // Given
        String id = canceled();
        String stamp = read(65_536, List.of("{\"id\":\"" + id + "\"}"))
                .items()
                .getFirst()
                .path("stamp")
                .asText();
        assertThat(stamp).startsWith("2-");

        // When
        Answered answered = read(65_536, List.of(kept(id, "2-1"), kept(id, stamp)));

        // Then
        assertThat(answered.items().get(0).path("status").asInt()).isEqualTo(200);
        assertThat(answered.items().get(1).path("status").asInt()).isEqualTo(304);
        assertThat(answered.items().get(1).path("final").asBoolean()).isTrue();
        assertThat(answered.tasks()).containsExactly(api.get(id));
    }

    /** Why it waits, its lease and progress within a second move without a version. */
    @Test
    void whatIsNotFinalIsAlwaysSaidAnew() throws IOException {
        // Given
        String id = api.task(api.device());

        // When
        Answered answered = read(65_536, List.of(kept(id, "1-0"), kept(id, "1")));

        // Then
        assertThat(answered.items())
                .allSatisfy(item -> assertThat(item.path("status").asInt()).isEqualTo(200))
                .allSatisfy(item -> assertThat(item.has("stamp")).isFalse());
        assertThat(answered.tasks().getFirst().path("waitReason").asText()).isEqualTo("DEVICE_OFFLINE");
    }

    @Test
    void whoNamesAVersionIsToldWhetherItIsStillTheSame() throws IOException {
        // Given
        String id = api.task(api.device());

        // When
        Answered answered =
                read(65_536, List.of(unless(id, "W/\\\"1\\\""), unless(id, "W/\\\"2\\\""), unless(id, "*")));

        // Then
        assertThat(answered.items().stream().map(item -> item.path("status").asInt()))
                .containsExactly(304, 200, 304);
    }

    @Test
    void nobodyElsesTaskIsThere() throws IOException {
        // Given
        Api other = new Api();
        String foreign = other.task(other.device());

        // When
        Answered answered = read(
                65_536,
                List.of(
                        "{\"id\":\"" + foreign + "\"}",
                        kept(foreign, "1-0"),
                        unless(foreign, "*"),
                        "{\"id\":\"" + UUID.randomUUID() + "\"}"));

        // Then
        assertThat(answered.items())
                .allSatisfy(item -> assertThat(item.toString()).isEqualTo("{\"status\":404}"));
        assertThat(answered.tasks()).isEmpty();
    }

    @Test
    void whatIsTooLargeIsNotSent() throws IOException {
        // Given
        String id = canceled();

        // When
        Answered answered = read(100, List.of("{\"id\":\"" + id + "\"}"));

        // Then
        assertThat(answered.items().getFirst().toString()).isEqualTo("{\"status\":200,\"version\":2,\"final\":true}");
        assertThat(answered.tasks()).isEmpty();
    }

    @Test
    void whatFindsNoRoomInAnAnswerIsNotSent() throws IOException {
        // Given
        String device = api.device();
        String payload = ",\"payload\":\"" + "x".repeat(200_000) + "\"";
        List<String> ids = IntStream.range(0, 7)
                .mapToObj(i ->
                        "{\"id\":\"" + api.submit(device, payload).path("id").asText() + "\"}")
                .toList();

        // When
        Answered answered = read(500_000, ids);

        // Then
        assertThat(answered.tasks()).hasSize(5);
        assertThat(answered.items())
                .allSatisfy(item -> assertThat(item.path("status").asInt()).isEqualTo(200));
    }

    @Test
    void whoMayNotReadATaskMayNotReadMany() {
        given().contentType("application/json")
                .body("{\"v\":1,\"items\":[]}")
                .post(READ)
                .then()
                .statusCode(401);
        Api.with(Tokens.of(api.org(), "stranger"))
                .body("{\"v\":1,\"items\":[]}")
                .post(READ)
                .then()
                .statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"v\":2,\"items\":[]}",
                "{\"v\":1,\"items\":{}}",
                "{\"v\":1,\"items\":[1]}",
                "{\"v\":1,\"items\":[{}]}",
                "{\"v\":1,\"items\":[{\"id\":null}]}",
                "{\"v\":1,\"items\":[{\"id\":\"nothing\"}]}",
                "{\"v\":1,\"items\":[{\"id\":\"01957e5a-7c00-7000-8000-000000000001\",\"kept\":1}]}",
                "{\"v\":1,\"items\":[{\"id\":\"01957e5a-7c00-7000-8000-000000000001\",\"kept\":null}]}",
                "{\"v\":1,\"items\":[{\"id\":\"01957e5a-7c00-7000-8000-000000000001\",\"unless\":[]}]}",
                "{\"v\":1,\"items\":[{\"id\":\"01957e5a-7c00-7000-8000-000000000001\"}",
                "{\"v\":1,\"items\":[]} {}",
                "{\"v\":1,\"largest\":\"all\",\"items\":[]}"
            })
    void whatIsNoQuestionIsRefused(String body) {
        api.viewer().body(body).post(READ).then().statusCode(400).body("code", equalTo("malformed"));
    }

    @Test
    void moreThanTheMostAreRefused() throws IOException {
        // Given
        List<String> most = IntStream.range(0, TaskReadJson.MOST)
                .mapToObj(i -> "{\"id\":\"" + UUID.randomUUID() + "\"}")
                .toList();
        List<String> more = new ArrayList<>(most);
        more.add(most.getFirst());

        // Then
        assertThat(read(1_000, most).items()).hasSize(TaskReadJson.MOST);
        api.viewer().body(question(1_000, more)).post(READ).then().statusCode(400);
    }

    private String canceled() {
        String id = api.task(api.device());
        api.operator().body("{}").post("/api/v1/tasks/" + id + "/cancel").then().statusCode(200);
        return id;
    }

    private static String kept(String id, String stamp) {
        return "{\"id\":\"" + id + "\",\"kept\":\"" + stamp + "\"}";
    }

    private static String unless(String id, String known) {
        return "{\"id\":\"" + id + "\",\"unless\":\"" + known + "\"}";
    }

    private static String question(int largest, List<String> items) {
        return items.stream()
                .collect(Collectors.joining(",", "{\"v\":1,\"largest\":" + largest + ",\"items\":[", "]}"));
    }

    private Answered read(int largest, List<String> items) throws IOException {
        Response answer = api.viewer().body(question(largest, items)).post(READ);
        answer.then().statusCode(200).contentType("application/octet-stream");
        byte[] bytes = answer.asByteArray();
        int at = new String(bytes, UTF_8).indexOf('\n') + 1;
        List<JsonNode> said = new ArrayList<>();
        JSON.readTree(bytes, 0, at).path("items").forEach(said::add);
        List<JsonNode> tasks = new ArrayList<>();
        for (JsonNode item : said) {
            int length = item.path("length").asInt();
            if (length > 0) {
                tasks.add(JSON.readTree(bytes, at, length));
                at += length;
            }
        }
        assertThat(at).isEqualTo(bytes.length);
        return new Answered(said, tasks);
    }

    private static UUID id(int number) {
        return UUID.fromString("01957e5a-7c00-7000-8000-00000000000" + number);
    }
}
