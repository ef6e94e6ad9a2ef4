package io.asyncrpc.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTimeTest {
    @ParameterizedTest
    @CsvSource({
        "1772359204, 2026-03-01T10:00:04Z",
        "1772359204.5, 2026-03-01T10:00:04.500Z",
        "1772359204.1234567, 2026-03-01T10:00:04.123456Z",
        "1772359204500, 2026-03-01T10:00:04.500Z",
        "0, 1970-01-01T00:00:00Z",
        "99999999999, 5138-11-16T09:46:39Z",
        "100000000000, 1973-03-03T09:46:40Z",
        "2026-03-01T10:00:04Z, 2026-03-01T10:00:04Z",
        "2026-03-01T11:00:04+01:00, 2026-03-01T10:00:04Z",
        "2026-03-01T10:00:04.25, 2026-03-01T10:00:04.250Z",
        "2026-03-01 10:00:04, 2026-03-01T10:00:04Z"
    })
    void timesOfDevicesAreRead(String text, Instant at) {
        assertThat(DeviceTime.read(text)).contains(at);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "-1",
                "1e9",
                "NaN",
                "0x10",
                "1772359204,5",
                "999999999999999",
                "1772359204500000",
                "2026-13-01T10:00:00Z",
                "+99999-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "2026-03-01"
            })
    void anythingElseIsNoTime(String text) {
        assertThat(DeviceTime.read(text)).isEmpty();
    }
}
