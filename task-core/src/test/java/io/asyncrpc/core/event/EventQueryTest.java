package io.asyncrpc.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.core.problem.Problem;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventQueryTest {
    private static final String ID = "01957e5a-7c00-7000-8000-000000000001";

    @Test
    void allParametersAreRead() {
        // Given
        MultivaluedMap<String, String> parameters = parameters("deviceId", "pump-7");
        parameters.add("type", "7");
        parameters.add("since", "2026-03-01T11:00:00 01:00");
        parameters.add("limit", "200");
        parameters.add("cursor", ID);

        // Then
        assertThat(EventQuery.of(parameters))
                .isEqualTo(
                        new EventQuery("pump-7", "7", Instant.parse("2026-03-01T10:00:00Z"), 200, UUID.fromString(ID)));
        assertThat(EventQuery.of(new MultivaluedHashMap<>())).isEqualTo(new EventQuery(null, null, null, 50, null));
    }

    @ParameterizedTest
    @CsvSource({
        "deviceId,a b",
        "deviceId,''",
        "type,''",
        "since,yesterday",
        "since,1969-01-01T00:00:00Z",
        "limit,0",
        "limit,201",
        "limit,x",
        "cursor,x",
        "cursor,01957E5A-7C00-7000-8000-000000000001",
        "state,NEW",
        "until,2026-03-01T10:00:00Z"
    })
    void whatMakesNoSenseIsMalformed(String name, String value) {
        assertThatThrownBy(() -> EventQuery.of(parameters(name, value))).isInstanceOf(Problem.class);
    }

    @Test
    void longTypeAndParametersGivenTwiceAreMalformed() {
        // Given
        MultivaluedMap<String, String> twice = parameters("type", "1");
        twice.add("type", "2");

        // Then
        assertThatThrownBy(() -> EventQuery.of(twice)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> EventQuery.of(parameters("type", "x".repeat(65))))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> EventQuery.of(parameters("type", "a\u0000"))).isInstanceOf(Problem.class);
    }

    private static MultivaluedMap<String, String> parameters(String name, String value) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.add(name, value);
        return parameters;
    }
}
