package io.asyncrpc.bridge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The accounts of the real broker, as the core hears of them: three names at a time. */
@QuarkusTest
class AccountListTest {
    private final String prefix = "list-" + UUID.randomUUID() + "-";
    private final List<String> accounts =
            IntStream.rangeClosed(1, 7).mapToObj(i -> prefix + i).toList();

    private TestBroker broker;

    @BeforeEach
    void connect() throws Exception {
        broker = new TestBroker();
        accounts.forEach(account -> house().put("/accounts/" + account).then().statusCode(201));
        broker.report("accounts", range -> holds(range, accounts.getLast()));
    }

    @AfterEach
    void disconnect() {
        accounts.forEach(account -> house().delete("/accounts/" + account));
        broker.close();
    }

    @Test
    void listIsToldInRangesThatLeaveNoGap() throws Exception {
        // When
        List<JsonNode> ranges = list();

        // Then
        List<String> names = new ArrayList<>();
        JsonNode before = ranges.getFirst();
        for (JsonNode range : ranges.subList(1, ranges.size())) {
            assertThat(range.path("after").textValue())
                    .isEqualTo(before.path("until").textValue());
            before = range;
        }
        ranges.forEach(range -> range.path("names").forEach(name -> names.add(name.textValue())));
        assertThat(before.path("until").isNull()).isTrue();
        assertThat(names).isSorted().containsAll(accounts).doesNotContain("bridge", "core", "scheduler");
    }

    @Test
    void accountThatTheBrokerLostIsNotInTheNextList() throws Exception {
        // When
        house().delete("/accounts/" + prefix + 5).then().statusCode(204);

        // Then
        JsonNode range = broker.report("accounts", it -> covers(it, prefix + 5) && !holds(it, prefix + 5));
        assertThat(range.path("at").textValue()).endsWith("Z");
    }

    private static boolean holds(JsonNode range, String name) {
        return range.path("names").valueStream().anyMatch(it -> it.asText().equals(name));
    }

    private static boolean covers(JsonNode range, String name) {
        JsonNode until = range.path("until");
        return (range.path("after").isNull() || range.path("after").textValue().compareTo(name) < 0)
                && (until.isNull() || until.textValue().compareTo(name) >= 0);
    }

    private List<JsonNode> list() throws InterruptedException {
        List<JsonNode> ranges = new ArrayList<>();
        ranges.add(broker.report("accounts", range -> range.path("after").isNull()));
        while (!ranges.getLast().path("until").isNull()) {
            ranges.add(broker.report("accounts", range -> true));
        }
        return ranges;
    }

    private static RequestSpecification house() {
        return given().header("Authorization", "Bearer " + TestBroker.variable("HOUSE_TOKEN"));
    }
}
