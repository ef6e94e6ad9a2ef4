package io.asyncrpc.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.asyncrpc.core.database.NewestFirst;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.asyncrpc.core.house.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of tasks: each page follows the one before, nothing comes twice and nothing is left out. */
@QuarkusTest
class TaskListTest extends CoreTest {
    private static final String TASKS = "/api/v1/tasks";

    @Inject
    Database database;

    @Test
    void walkMeetsEachTaskOnceNewestFirst() {
        // Given
        String device = api.device();
        List<String> made = submit(device, 7, "");

        // When
        List<String> met = walk(TASKS + "?limit=2");

        // Then
        assertThat(met).containsExactlyElementsOf(made.reversed());
        assertThat(walk(TASKS + "?limit=7")).hasSize(7);
        assertThat(walk(TASKS + "?limit=200&deviceId=" + device)).hasSize(7);
        assertThat(walk(TASKS + "?method=18")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        ",, first_of_org|_org_id_idx",
        "device,, first_of_device|_org_device_id_id_idx",
        ",external, first_by_external_id|_org_external_id_id_idx"
    })
    void pageGoesAlongItsIndexAndLooksForItsOwnResults(
            @Nullable String device, @Nullable String externalId, String index) {
        // Given
        TaskQuery query = new TaskQuery(device, List.of(), null, externalId, null, null, 50, null);

        // When
        NewestFirst.Page page = TaskViewStore.page("acme", query);
        List<String> plan = database.plan(TaskViewStore.LIST.formatted(TaskRow.COLUMNS, page.sql(), page.order()));

        // Then
        assertThat(plan)
                .noneMatch(line -> line.contains("Hash") || line.contains("Join") && !line.contains("Nested Loop"));
        assertThat(plan).noneMatch(line -> line.contains("Sort  ("));
        assertThat(plan.stream().filter(line -> line.contains(" on task_until")))
                .isNotEmpty()
                .allMatch(line -> line.matches(".*Index Scan Backward using \\w*(" + index + ") on .*"));
        assertThat(plan).filteredOn(line -> line.contains("Limit")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{x}", "a+b c", "50%", "a&b=c", "\u20ac#?/", "%7B", "[\"x\"]", "${x}", "{", "}"})
    void walkWorksWithWhateverIsLookedFor(String externalId) {
        // Given
        String device = api.device();
        List<String> made = submit(device, 3, ",\"externalId\":\"" + externalId.replace("\"", "\\\"") + "\"");
        submit(device, 1, ",\"externalId\":\"another\"");

        // When
        List<String> met = walk(TASKS + "?limit=1&externalId=" + URLEncoder.encode(externalId, StandardCharsets.UTF_8));

        // Then
        assertThat(met).containsExactlyElementsOf(made.reversed());
    }

    @Test
    void statesAndTimesNarrowTheList() {
        // Given
        String device = api.device();
        List<String> made = submit(device, 4, "");
        api.operator().post(TASKS + "/" + made.getFirst() + "/cancel");
        String third = api.get(made.get(2)).path("createdAt").asText();
        String zoned = third.replace("Z", "+00:00");

        // Then
        assertThat(walk(TASKS + "?state=CANCELED")).containsExactly(made.getFirst());
        assertThat(walk(TASKS + "?limit=1&state=CANCELED&state=NEW")).hasSize(4);
        assertThat(walk(TASKS + "?since=" + third)).containsExactly(made.get(3), made.get(2));
        assertThat(walk(TASKS + "?until=" + third)).containsExactly(made.get(1), made.get(0));
        assertThat(walk(TASKS + "?limit=1&since=" + zoned)).containsExactly(made.get(3), made.get(2));
        assertThat(walk(TASKS + "?since=9999-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void itemsHaveNoPayloadAndNoBodies() {
        // Given
        submit(api.device(), 1, ",\"payload\":{\"secret\":1}");

        // When
        JsonNode item = Api.json(api.viewer().get(TASKS)).at("/items/0");

        // Then
        assertThat(item.fieldNames())
                .toIterable()
                .contains("id", "state", "version", "result", "failure")
                .doesNotContain("payload", "results", "waitReason");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo=1",
                "limit=0",
                "limit=201",
                "limit=x",
                "limit=",
                "cursor=x",
                "state=new",
                "deviceId=a/b",
                "since=x",
                "since=%2B999999999-12-31T23:59:59Z",
                "externalId=%00",
                "deviceId=%00",
                "externalId=%ED%A0%80x%00",
                "%00=1",
                "limit=1&limit=2"
            })
    void queriesThatCannotBeMeantAreMalformed(String query) {
        api.viewer()
                .urlEncodingEnabled(false)
                .get(TASKS + "?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    private List<String> submit(String device, int count, String fields) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(api.submit(device, fields).path("id").asText());
        }
        return Collections.unmodifiableList(ids);
    }

    /** Follows the links as they are given. */
    private List<String> walk(String path) {
        List<String> ids = new ArrayList<>();
        @Nullable String next = path;
        while (next != null) {
            Response page = api.viewer().urlEncodingEnabled(false).get(next);
            page.then().statusCode(200);
            JsonNode json = Api.json(page);
            json.path("items").forEach(item -> ids.add(item.path("id").asText()));
            String link = page.header("Link");
            assertThat(link == null).isEqualTo(json.path("next").isNull());
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        return ids;
    }
}
