package io.asyncrpc.core.task;

import static io.asyncrpc.core.problem.Refusals.pointersOf;
import static io.asyncrpc.core.problem.Refusals.typeOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.problem.HostileJson;
import io.asyncrpc.core.problem.ProblemType;
import io.asyncrpc.core.task.TaskEvent.CancelRequested;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CancelJsonTest {
    @Test
    void noBodyMeansAMinute() {
        assertThat(CancelJson.read(null)).isEqualTo(new CancelRequested(false, Duration.ofSeconds(60)));
        assertThat(CancelJson.read(new byte[0])).isEqualTo(new CancelRequested(false, Duration.ofSeconds(60)));
        assertThat(read("{}")).isEqualTo(new CancelRequested(false, Duration.ofSeconds(60)));
    }

    @Test
    void bothFieldsAreRead() {
        assertThat(read("{\"force\":true,\"deadline\":86400}"))
                .isEqualTo(new CancelRequested(true, Duration.ofSeconds(86_400)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.asyncrpc.core.problem.HostileJson#bodies")
    void whatIsNotJsonIsMalformed(String name, byte[] body) {
        if (body.length > 0) {
            assertThat(typeOf(() -> CancelJson.read(body))).isEqualTo(ProblemType.MALFORMED);
        }
    }

    @Test
    void wrongValuesAreInvalid() {
        HostileJson.wrongValues().forEach(value -> {
            assertThat(pointersOf(() -> read("{\"deadline\":" + value + "}"))).containsExactly("/deadline");
            if (!value.equals("true")) {
                assertThat(pointersOf(() -> read("{\"force\":" + value + "}"))).containsExactly("/force");
            }
        });
        assertThat(pointersOf(() -> read("{\"deadline\":0}"))).containsExactly("/deadline");
        assertThat(pointersOf(() -> read("{\"deadline\":86401}"))).containsExactly("/deadline");
        assertThat(pointersOf(() -> read("{\"reason\":\"why\"}"))).containsExactly("/reason");
    }

    private static CancelRequested read(String json) {
        return CancelJson.read(json.getBytes(UTF_8));
    }
}
