package io.asyncrpc.core.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTest {
    @ParameterizedTest
    @CsvSource({
        "/api/v1/tasks/01957e5a-7c00-7000-8000-000000000001, 01957e5a-7c00-7000-8000-000000000001, -",
        "/api/v1/tasks/01957e5a-7c00-7000-8000-000000000001/cancel, 01957e5a-7c00-7000-8000-000000000001, -",
        "/api/v1/devices/pump-7, -, pump-7",
        "/api/v1/devices/pump-7/certificates, -, pump-7",
        "/api/v1/tasks, -, -",
        "/api/v1/tasks/%0Aforged, -, -",
        "/api/v1/devices/a b, -, -",
        "/q/health, -, -"
    })
    void whatARequestIsAboutStandsInItsPath(String path, String taskId, String deviceId) {
        assertThat(Subject.of(path)).isEqualTo(new Subject(taskId, deviceId));
    }
}
