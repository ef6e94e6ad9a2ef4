package io.asyncrpc.bridge.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTest {
    @ParameterizedTest
    @CsvSource({
        "/accounts/pump-7, pump-7",
        "/accounts/pump-7/password, pump-7",
        "/certificates/pump-7, pump-7",
        "/accounts/a b, -",
        "/accounts/%0Aforged, -",
        "/revocations, -",
        "/q/health, -"
    })
    void deviceOfARequestStandsInItsPath(String path, String deviceId) {
        assertThat(Subject.deviceIn(path)).isEqualTo(deviceId);
    }
}
