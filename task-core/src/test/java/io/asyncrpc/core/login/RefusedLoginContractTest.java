package io.asyncrpc.core.login;

import static io.asyncrpc.core.Contracts.extended;
import static io.asyncrpc.core.Contracts.golden;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The core understands what the gateway promised ({@code docs/contracts}). */
class RefusedLoginContractTest {
    private static final List<RefusedLogins> REFUSED =
            List.of(new RefusedLogins("expired", 17), new RefusedLogins("key_unknown", 2));
    private static final CountedLogins COUNTED = new CountedLogins(
            "edge",
            "127.0.0.1:9084",
            Instant.parse("2026-03-01T10:00:00.250Z"),
            List.of(new RefusedLogins("missing", 17), new RefusedLogins("expired", 2)));

    @Test
    void whatTheGatewayRefusedIsUnderstoodAlsoWithFieldsOfTomorrow() throws IOException {
        assertThat(RefusedLoginResource.readRefused(golden("refused-logins.v1.json")))
                .isEqualTo(REFUSED);
        assertThat(RefusedLoginResource.readRefused(extended("refused-logins.v1.json")))
                .isEqualTo(REFUSED);
    }

    @Test
    void whatTheEdgeCountedIsUnderstoodAlsoWithFieldsOfTomorrow() throws IOException {
        assertThat(RefusedLoginResource.readCounted(golden("counted-logins.v1.json")))
                .isEqualTo(COUNTED);
        assertThat(RefusedLoginResource.readCounted(extended("counted-logins.v1.json")))
                .isEqualTo(COUNTED);
    }
}
