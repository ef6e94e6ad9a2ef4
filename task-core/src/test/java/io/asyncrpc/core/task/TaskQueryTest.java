package io.asyncrpc.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tasks are wanted: whatever cannot be meant is malformed, and nothing else ever comes out. */
class TaskQueryTest {
    @Test
    void noParametersMeanTheNewestFifty() {
        // When
        TaskQuery query = TaskQuery.of(new MultivaluedHashMap<>());

        // Then
        assertThat(query.limit()).isEqualTo(50);
        assertThat(query.states()).isEmpty();
        assertThat(query.before()).isNull();
    }

    @Test
    void allParametersAreRead() {
        // When
        TaskQuery query = TaskQuery.of(parameters(
                "deviceId",
                "pump-7",
                "state",
                "NEW",
                "state",
                "DONE",
                "method",
                "a.b:c",
                "externalId",
                "order 1",
                "since",
                "2026-03-01T10:00:00+02:00",
                "until",
                "2026-03-01T10:00:00 02:00",
                "limit",
                "200",
                "cursor",
                "01957e5a-7c00-7000-8000-000000000001"));

        // Then
        assertThat(query.states()).containsExactly(TaskState.NEW, TaskState.DONE);
        assertThat(query.since())
                .isEqualTo(Instant.parse("2026-03-01T08:00:00Z"))
                .isEqualTo(query.until());
        assertThat(query.limit()).isEqualTo(200);
        assertThat(query.before()).hasToString("01957e5a-7c00-7000-8000-000000000001");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '=', quoteCharacter = '`', textBlock = """
            foo=1
            deviceId=a/b
            deviceId=``
            deviceId=pump-7%00
            state=new
            state=``
            method=`a b`
            since=yesterday
            since=2026-03-01
            since=2026-03-01T10:00:00
            since=1969-12-31T23:59:59Z
            since=+999999999-12-31T23:59:59Z
            until=-999999999-01-01T00:00:00Z
            until=+10000-01-01T00:00:00Z
            limit=0
            limit=201
            limit=-1
            limit=1.0
            limit=99999999999
            limit=\u0661
            limit=``
            cursor=abc
            cursor=1-1-1-1-1
            cursor=01957E5A-7C00-7000-8000-000000000001
            cursor=``
            """)
    void whatCannotBeMeantIsMalformed(String name, String value) {
        assertThatThrownBy(() -> TaskQuery.of(parameters(name, value)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.type()).isEqualTo(ProblemType.MALFORMED));
    }

    @Test
    void textsThatCannotBeStoredAreMalformed() {
        for (String text : new String[] {"\u0000", "a\u0000b", "\ud800", "\n", "\u007f", "x".repeat(129)}) {
            assertThatThrownBy(() -> TaskQuery.of(parameters("externalId", text)))
                    .isInstanceOf(Problem.class);
        }
    }

    @Test
    void onlyTheStateMayBeGivenTwice() {
        assertThatThrownBy(() -> TaskQuery.of(parameters("limit", "1", "limit", "2")))
                .isInstanceOf(Problem.class);
    }

    private static MultivaluedMap<String, String> parameters(String... namesAndValues) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return parameters;
    }
}
