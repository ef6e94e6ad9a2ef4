package io.asyncrpc.core.login;

import static io.asyncrpc.core.Contracts.extended;
import static io.asyncrpc.core.Contracts.golden;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The core understands what the gateway promised ({@code docs/contracts/refused-logins.v1.json}). */
class RefusedLoginContractTest {
    private static final List<RefusedLogins> TOLD =
            List.of(new RefusedLogins("expired", 17), new RefusedLogins("key_unknown", 2));

    @Test
    void goldenExampleIsUnderstoodAlsoWithFieldsOfTomorrow() throws IOException {
        assertThat(RefusedLoginResource.read(golden("refused-logins.v1.json"))).isEqualTo(TOLD);
        assertThat(RefusedLoginResource.read(extended("refused-logins.v1.json")))
                .isEqualTo(TOLD);
    }
}
