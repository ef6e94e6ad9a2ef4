package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Finding tasks again. */
class ListIT {

    private final Organisation organisation = Organisation.fresh();
    private final ApiClient viewer = organisation.viewer();
    private final String deviceId = organisation.register();

    @Test
    void listsTheNewestFirstPageByPage() {
        // Given
        List<String> submitted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            submitted.add(submit("open", ""));
        }

        // When
        Response first = viewer.get("/tasks?limit=2&deviceId=" + deviceId);
        Response second = follow(first);
        Response third = follow(second);

        // Then
        List<String> listed = new ArrayList<>();
        for (Response page : List.of(first, second, third)) {
            listed.addAll(ids(page));
        }
        Collections.reverse(submitted);
        assertThat(listed).isEqualTo(submitted);
        assertThat(third.jsonPath().getString("next")).isNull();
        assertThat(third.header("Link")).isNull();
    }

    @Test
    void aPageGoesOnWhereItWasThoughMoreWasSubmittedMeanwhile() {
        // Given
        String oldest = submit("open", "");
        submit("open", "");
        Response first = viewer.get("/tasks?limit=1&deviceId=" + deviceId);

        // When
        submit("open", "");
        Response second = follow(first);

        // Then
        assertThat(ids(second)).containsExactly(oldest);
    }

    @Test
    void filtersByMethodExternalIdAndState() {
        // Given
        String open = submit("open", "\"externalId\":\"order 7/ä\"");
        String close = submit("close", "");

        // Then
        assertThat(ids("/tasks?method=open")).containsExactly(open);
        assertThat(ids("/tasks?externalId=order%207%2F%C3%A4")).containsExactly(open);
        assertThat(ids("/tasks?state=NEW&method=close")).containsExactly(close);
        assertThat(ids("/tasks?state=NEW&state=DONE")).containsExactly(close, open);
        assertThat(ids("/tasks?state=DONE&state=FAILED")).isEmpty();
        assertThat(ids("/tasks?deviceId=nobody-" + Organisation.unique())).isEmpty();
    }

    @Test
    void filtersByTime() {
        // Given
        String first = submit("open", "");
        String middle = submit("open", "");
        String since = viewer.task(middle).getString("createdAt");

        // Then
        assertThat(ids("/tasks?since=" + since)).containsExactly(middle);
        assertThat(ids("/tasks?until=" + since)).containsExactly(first);
        assertThat(ids("/tasks?since=2000-01-01T00:00:00Z&until=2001-01-01T00:00:00Z"))
                .isEmpty();
    }

    @Test
    void givesEachTaskOnceHoweverThePagesAreCut() {
        // Given
        List<String> submitted = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            submitted.add(submit("open", ""));
        }

        // Then
        for (int limit = 1; limit <= 8; limit++) {
            List<String> listed = new ArrayList<>();
            Response page = viewer.get("/tasks?limit=" + limit + "&deviceId=" + deviceId);
            listed.addAll(ids(page));
            while (page.jsonPath().getString("next") != null) {
                page = follow(page);
                listed.addAll(ids(page));
            }
            assertThat(listed).as("limit %d", limit).containsExactlyInAnyOrderElementsOf(submitted);
        }
    }

    private String submit(String method, String more) {
        return organisation.operator().submit(deviceId, method, more);
    }

    private List<String> ids(String path) {
        return ids(viewer.get(path));
    }

    private static List<String> ids(Response page) {
        page.then().statusCode(200);
        return page.jsonPath().getList("items.id");
    }

    /** By the header, as RFC 8288 has it; it must lead where {@code next} leads. */
    private Response follow(Response page) {
        String link = page.header("Link");
        assertThat(link).contains("rel=\"next\"").contains(page.jsonPath().getString("next"));
        String target = link.substring(link.indexOf('<') + 1, link.indexOf('>'));
        return viewer.get(target.substring(target.indexOf("/api/v1") + "/api/v1".length()));
    }
}
