package io.asyncrpc.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.security.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    private final RouteTable table = new RouteTable(List.of(
            new Route("tasks", "/api/v1/tasks", "core", Role.VIEWER, Role.OPERATOR, false),
            new Route("special", "/api/v1/tasks/special", "other", Role.VIEWER, Role.OPERATOR, false),
            new Route("devices", "/api/v1/devices", "core", Role.VIEWER, Role.ADMIN, false)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tasks",
                "/api/v1/tasks/",
                "/api/v1/tasks?x=/../../q",
                "/api/v1/tasks?",
                "/api/v1/tasks/0190f5a0-0000-7000-8000-000000000000/cancel",
                "/api/v1/tasks/a%20b",
                "/api/v1/tasks/%C3%A4",
                "/api/v1/tasks/..a",
                "/api/v1/tasks/a..",
                "/api/v1/tasks/...",
            })
    void anAddressUnderAPrefixIsFound(String raw) {
        assertThat(find(raw).map(Route::name)).contains("tasks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/api/v1",
                "/api/v1/",
                "/api/v1/task",
                "/api/v1/tasksandmore",
                "/api/v1/events",
                "/API/v1/tasks",
                "/api/v2/tasks",
                "/q/metrics",
                "/api/v1//tasks",
                "//api/v1/tasks",
                "/api/v1/tasks//x",
                "/api/v1/tasks/../q",
                "/api/v1/tasks/..",
                "/api/v1/tasks/.",
                "/api/v1/./tasks",
                "/x/../api/v1/tasks",
                "/api/v1/tasks/%2e%2e/devices",
                "/api/v1/tasks/%2E./devices",
                "/api/v1/tasks/.%2e/devices",
                "/api/v1/tasks%2f..%2fdevices",
                "/api/v1%2Ftasks",
                "/api/v1/tasks/%252e%252e/devices",
                "/api/v1/tasks;x=1",
                "/api/v1/tasks/..;/devices",
                "/api/v1/tasks%3b/..",
                "/api/v1/tasks\\..\\devices",
                "/api/v1/tasks/%5c..%5cdevices",
                "/%61pi/v1/tasks",
            })
    void anythingElseIsNotLookedUp(String raw) {
        assertThat(find(raw)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api/v1/tasks",
                "*",
                "http://evil/api/v1/tasks",
                "/api/v1/tasks/\u0000",
                "/api/v1/tasks/%00",
                "/api/v1/tasks/a%0d%0aX: y",
                "/api/v1/tasks/%1F",
                "/api/v1/tasks/%7f",
                "/api/v1/tasks/%",
                "/api/v1/tasks/%4",
                "/api/v1/tasks/%zz",
                "/api/v1/tasks?x=%zz",
                "/api/v1/tasks/\u00e4",
                "/api/v1/tasks/a b",
                "/api/v1/tasks\tx",
                "/api/v1/tasks#x",
            })
    void whatIsNoAddressIsMalformed(String raw) {
        assertThat(RequestTarget.parse(raw)).isEmpty();
    }

    @Test
    void theLongestPrefixWins() {
        assertThat(find("/api/v1/tasks/special/1").map(Route::name)).contains("special");
    }

    @Test
    void aDocumentedPathIsOnlyReachableWhereTheTableLeads() {
        assertThat(table.leadsTo("core", "/api/v1/devices/{id}")).isTrue();
        assertThat(table.leadsTo("core", "/internal/devices")).isFalse();
        assertThat(table.leadsTo("other", "/api/v1/devices/{id}")).isFalse();
    }

    private Optional<Route> find(String raw) {
        return RequestTarget.parse(raw).flatMap(table::find);
    }
}
