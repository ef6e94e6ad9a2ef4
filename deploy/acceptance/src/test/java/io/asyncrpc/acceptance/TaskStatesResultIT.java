package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The row of the table of states about final tasks, and which results are the same. */
@Execution(ExecutionMode.CONCURRENT)
class TaskStatesResultIT {

    private final OneDevice pump = new OneDevice();
    private final TestDevice device = pump.device;

    @AfterEach
    void disconnect() {
        pump.close();
    }

    @Test
    void resultsAreTheSameIfAttemptNumberStatusAndBodyAre() {
        // Given
        String id = pump.claimed("");

        // When
        int first = resultId(id, 200, "\"a\"", "7", "1");
        int withoutAttempt = resultId(id, 200, "\"a\"", "7", "");
        int otherNumber = resultId(id, 200, "\"a\"", "8", "1");
        int otherStatus = resultId(id, 201, "\"a\"", "7", "1");
        int otherBody = resultId(id, 200, "\"b\"", "7", "1");
        int firstAgain = resultId(id, 200, "\"a\"", "7", "1");

        // Then
        assertThat(withoutAttempt).isEqualTo(first);
        assertThat(firstAgain).isEqualTo(first);
        assertThat(IntStream.of(first, otherNumber, otherStatus, otherBody)).containsExactly(1, 2, 3, 4);
        assertThat(pump.task(id).getList("results.resultId")).containsExactly(1, 2, 3, 4);
        assertThat(pump.task(id).getInt("result.resultId")).isEqualTo(1);
    }

    @Test
    void theSameAnswerToAnotherAttemptIsAnotherResult() {
        // Given
        String id = pump.claimed("");
        pump.result(id, 503, "retry_after", "0");
        Patience.until(() -> pump.ask(id), word -> word.isAbout(id));

        // When
        Word second = pump.result(id, 503, "retry_after", "0");

        // Then
        assertThat(second.body().getInt("result_id")).isEqualTo(2);
        assertThat(pump.task(id).getList("results.attempt")).containsExactly(1, 2);
    }

    @Test
    void sixteenFurtherResultsAreKeptAndTheRestIsAnsweredAllTheSame() {
        // Given
        String id = pump.claimed("");
        pump.result(id, 200);

        // When
        int[] ids = IntStream.rangeClosed(1, 18)
                .map(i -> resultId(id, 200, "\"again %d\"".formatted(i), "0", ""))
                .toArray();
        int repeated = resultId(id, 200, "\"again 1\"", "0", "");

        // Then
        assertThat(IntStream.of(ids).limit(16))
                .containsExactlyElementsOf(IntStream.rangeClosed(2, 17).boxed().toList());
        assertThat(IntStream.of(ids).skip(16)).containsExactly(0, 0);
        assertThat(repeated).isEqualTo(2);
        assertThat(pump.task(id).getList("results")).hasSize(17);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DONE", "FAILED", "CANCELED", "EXPIRED"})
    void aFinalTaskKeepsAResultAndIgnoresEverythingElse(String state) {
        // Given
        String id = ended(state);
        JsonPath before = pump.task(id);

        // When
        device.ack(id);
        device.say("prg", id, Map.of(), "{\"percent\":1}");
        String reason = pump.ask(id).body().getString("reason");
        pump.result(id, 207, "ext_id", "77");

        // Then
        JsonPath after = pump.task(id);
        assertThat(reason).isEqualTo("FINAL");
        assertThat(after.getString("state")).isEqualTo(state);
        for (String kept : new String[] {"outcome", "attempt", "finishedAt", "result", "failure", "progress"}) {
            assertThat(after.<Object>get(kept)).as(kept).isEqualTo(before.get(kept));
        }
        assertThat(after.getInt("version")).isEqualTo(before.getInt("version") + 1);
        assertThat(after.getList("results.extId")).contains("77");
        assertThat(pump.cancel(id, "{\"force\":true}").statusCode()).isEqualTo(state.equals("CANCELED") ? 200 : 409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "-1", "1.5", "one", "99999999999999999999"})
    void anAttemptThatWasNeverStartedIsRefused(String attempt) {
        // Given
        String held = pump.claimed("");
        String waiting = pump.submit("");

        // When
        device.say("res", held, Map.of("attempt", attempt), "1");
        Word refused = device.hear("err", word -> word.isAbout(held));
        device.say("res", waiting, Map.of("attempt", attempt), "1");
        device.hear("err", word -> word.isAbout(waiting));

        // Then
        assertThat(refused.body().getInt("status")).isBetween(400, 499);
        assertThat(pump.state(held)).isEqualTo("LOCKED");
        assertThat(pump.state(waiting)).isEqualTo("NEW");
        assertThat(pump.task(held).getList("results")).isNullOrEmpty();
    }

    @Test
    void unknownAndForeignTasksAreRefusedAlike() {
        // Given
        String foreign;
        try (OneDevice other = new OneDevice()) {
            foreign = other.claimed("");
        }
        String unknown = UUID.randomUUID().toString();

        // When
        device.res(foreign, 200, "1");
        Word toForeign = device.hear("err");
        device.res(unknown, 200, "1");
        Word toUnknown = device.hear("err");

        // Then
        assertThat(toForeign.text().replace(foreign, "ID"))
                .isEqualTo(toUnknown.text().replace(unknown, "ID"));
    }

    private int resultId(String id, int status, String body, String extId, String attempt) {
        return pump.result(id, status, body, new String[] {"ext_id", extId, "attempt", attempt})
                .body()
                .getInt("result_id");
    }

    private String ended(String state) {
        if (state.equals("EXPIRED")) {
            String id = pump.submit("\"ttl\":1");
            pump.viewer.awaitState(id, state, OneDevice.SWEPT);
            return id;
        }
        String id = pump.claimed("");
        switch (state) {
            case "DONE" -> pump.result(id, 200);
            case "FAILED" -> pump.result(id, 500);
            default -> pump.cancel(id, "{\"force\":true}");
        }
        return id;
    }
}
