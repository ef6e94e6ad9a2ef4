package io.asyncrpc.fleet.swarm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.fleet.net.Word;
import io.asyncrpc.fleet.record.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifeTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final FakeBody body = new FakeBody();
    private Life life = new Life(body, Habit.PROMPT);

    @Test
    void isRungAsksWorksAndForgetsWhatIsCommitted() {
        // When
        hear("tsk", "{\"id\":\"t\"}");
        hear("rsp", "{\"id\":\"t\",\"attempt\":1,\"payload\":{\"c\":7}}");
        hear("cmt", "{\"id\":\"t\",\"ext_id\":1,\"result_id\":1}");

        // Then
        assertThat(body.words()).containsExactly("ack t", "req t", "res t");
        assertThat(life.isQuiet()).isTrue();
    }

    @Test
    void runsNoAttemptTwiceButSaysItsResultAgain() {
        // Given
        hear("rsp", "{\"id\":\"t\",\"attempt\":1,\"payload\":{\"c\":7}}");

        // When
        hear("rsp", "{\"id\":\"t\",\"attempt\":1,\"payload\":{\"c\":7}}");

        // Then
        assertThat(body.words()).containsExactly("res t", "res t");
        assertThat(body.lines).filteredOn(line -> line instanceof Line.Begun).hasSize(1);
    }

    @Test
    void saysAResultAgainAfterHalfAMinuteAndWhenItIsBack() {
        // Given
        hear("rsp", "{\"id\":\"t\",\"attempt\":1,\"payload\":{\"c\":7}}");
        body.said.clear();

        // When
        life.tick(29 * SECOND);
        life.tick(31 * SECOND);
        life.connected(32 * SECOND);

        // Then
        assertThat(body.words()).containsExactly("res t", "res t", "req null");
    }

    @Test
    void aNewDoorbellMeansThatTheQuestionWasLost() {
        // When
        hear("tsk", "{\"id\":\"t\"}");
        hear("tsk", "{\"id\":\"t\"}");
        life.heard(heard("tsk", "{\"id\":\"t\"}"), 5 * SECOND);

        // Then
        assertThat(body.words()).containsExactly("ack t", "req t", "ack t", "req t");
    }

    @Test
    void goesOnAskingForItsNextUntilThereIsNothing() {
        // Given
        life.connected(0);

        // When
        hear("rsp", "{\"id\":\"t\",\"attempt\":1,\"payload\":{\"c\":7}}");
        hear("cmt", "{\"id\":\"t\",\"ext_id\":1,\"result_id\":1}");
        hear("nop", "{\"for\":null}");
        life.tick(40 * SECOND);

        // Then
        assertThat(body.words()).containsExactly("req null", "res t", "req null");
    }

    @Test
    void stopsWhenAskedTo() {
        // Given
        body.plan = Plan.atOnce(1_000);
        hear("rsp", "{\"id\":\"t\",\"attempt\":1,\"payload\":{\"c\":7}}");

        // When
        hear("cnl", "{\"id\":\"t\"}");
        body.timers.forEach(Runnable::run);

        // Then
        assertThat(body.said).extracting(Saying::status).containsExactly(499);
        assertThat(body.lines).last().isEqualTo(new Line.Ran(0, "d", "t", 1, null, true));
    }

    @Test
    void anOldDeviceSaysNeitherAckNorAttemptAndDoesNotStop() {
        // Given
        life = new Life(body, Habit.OLD);

        // When
        hear("tsk", "{\"id\":\"t\"}");
        hear("rsp", "{\"id\":\"t\",\"attempt\":1,\"payload\":{\"c\":7}}");
        hear("cnl", "{\"id\":\"other\"}");

        // Then
        assertThat(body.words()).containsExactly("req t", "res t");
        assertThat(body.said.getLast().attempt()).isNull();
    }

    @Test
    void aRepeatingDeviceSaysItTwiceAndOnceMoreAfterTheCommit() {
        // Given
        life = new Life(body, Habit.REPEATING);
        body.plan = new Plan(0, 200, 0, false, true, true);

        // When
        hear("rsp", "{\"id\":\"t\",\"attempt\":1,\"payload\":{\"c\":7}}");
        hear("cmt", "{\"id\":\"t\",\"ext_id\":1,\"result_id\":1}");
        hear("cmt", "{\"id\":\"t\",\"ext_id\":1,\"result_id\":1}");

        // Then
        assertThat(body.words()).containsExactly("res t", "res t", "evt null", "evt null", "res t");
    }

    @Test
    void anEventIsKeptUntilItIsStored() {
        // Given
        body.plan = new Plan(0, 200, 0, false, false, true);
        hear("rsp", "{\"id\":\"t\",\"attempt\":1,\"payload\":{\"c\":7}}");
        hear("cmt", "{\"id\":\"t\",\"ext_id\":1,\"result_id\":1}");
        boolean quietBefore = life.isQuiet();

        // When
        hear("eva", "{\"status\":\"success\",\"dev_event_id\":100}");

        // Then
        assertThat(quietBefore).isFalse();
        assertThat(life.isQuiet()).isTrue();
    }

    @Test
    void aCrashLeavesEverythingWithoutAWord() {
        // Given
        body.plan = new Plan(10, 200, 0, true, false, false);
        hear("rsp", "{\"id\":\"t\",\"attempt\":1,\"payload\":{\"c\":7}}");

        // When
        body.timers.removeFirst().run();

        // Then
        assertThat(body.crashes).isEqualTo(1);
        assertThat(body.lines).last().isEqualTo(new Line.Ran(0, "d", "t", 1, null, true));
        assertThat(body.said).isEmpty();
    }

    private void hear(String word, String json) {
        life.heard(heard(word, json), 0);
    }

    private static Heard heard(String word, String json) {
        return Heard.read(new Word(word.equals("nop") ? "rsp" : word, json.getBytes(UTF_8)));
    }

    private final class FakeBody implements Body {

        private final List<Line> lines = new ArrayList<>();
        private final List<Saying> said = new ArrayList<>();
        private final List<Runnable> timers = new ArrayList<>();
        private Plan plan = Plan.atOnce(0);
        private int results;
        private int events = 100;
        private int crashes;

        List<String> words() {
            return said.stream()
                    .map(saying -> saying.suffix() + " " + saying.task())
                    .toList();
        }

        @Override
        public String id() {
            return "d";
        }

        @Override
        public long now() {
            return 0;
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void note(Line line) {
            lines.add(line);
        }

        @Override
        public void after(int millis, Runnable step) {
            timers.add(step);
        }

        @Override
        public void say(Saying saying) {
            said.add(saying);
        }

        @Override
        public boolean isUntaken(Saying saying) {
            return false;
        }

        @Override
        public Plan plan(long call, int attempt) {
            return plan;
        }

        @Override
        public String nextResult() {
            return Integer.toString(++results);
        }

        @Override
        public String nextEvent() {
            return Integer.toString(events++);
        }

        @Override
        public void claimed(long nanos) {}

        @Override
        public void began(String task) {}

        @Override
        public void answered(String task) {}

        @Override
        public void mischief(String task) {}

        @Override
        public void crash() {
            crashes++;
            life.end();
        }
    }
}
