package io.asyncrpc.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.core.database.SharedStatement.Limits;
import io.asyncrpc.core.house.Waiting;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedStatementTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration PACE = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx();
    private final List<Statement> statements = new CopyOnWriteArrayList<>();
    private final SharedStatement<Integer, String> shared = new SharedStatement<>(vertx, new Limits(3, 1), this::begin);

    /** One that was begun; ended by the test. */
    private record Statement(List<Integer> asked, UniEmitter<? super Function<Integer, String>> end) {
        void answer() {
            answer("row");
        }

        void answer(String word) {
            Function<Integer, String> answers = question -> word + " " + question;
            end.complete(answers);
        }
    }

    private Uni<Function<Integer, String>> begin(List<Integer> asked) {
        return Uni.createFrom().emitter(end -> statements.add(new Statement(asked, end)));
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatIsAskedMeanwhileGoesTogetherAfterIt() {
        // Given
        CompletableFuture<String> first = ask(1);
        awaitStatements(1);
        List<CompletableFuture<String>> others =
                IntStream.of(2, 2, 3, 4).mapToObj(this::ask).toList();
        assertThat(statements).as("one at a time").hasSize(1);

        // When
        statements.getFirst().answer();
        awaitStatements(2);
        statements.get(1).answer();
        awaitStatements(3);
        statements.get(2).answer();

        // Then
        assertThat(first.join()).isEqualTo("row 1");
        assertThat(others.stream().map(CompletableFuture::join)).containsExactly("row 2", "row 2", "row 3", "row 4");
        assertThat(statements.stream().map(Statement::asked))
                .as("three at most, in their order")
                .containsExactly(List.of(1), List.of(2, 2, 3), List.of(4));
    }

    @Test
    void whatCannotGoTogetherKeepsItsOrder() {
        // Given numbers of which no two of one statement may have the same last digit
        SharedStatement<Integer, String> apart =
                new SharedStatement<>(vertx, new Limits(3, 1), number -> Set.of(number % 10), this::begin);
        ask(apart, 1);
        awaitStatements(1);
        IntStream.of(12, 22, 13, 32, 14, 15).forEach(number -> ask(apart, number));

        // When
        for (int i = 0; i < 4; i++) {
            awaitStatements(i + 1);
            statements.get(i).answer();
        }

        // Then
        assertThat(statements.stream().map(Statement::asked))
                .containsExactly(List.of(1), List.of(12, 13, 14), List.of(22, 15), List.of(32));
    }

    @Test
    void paceGathersWhatIsAskedSoonAfterAStatementOfSeveral() {
        // Given
        SharedStatement<Integer, String> paced = new SharedStatement<>(vertx, new Limits(2, 1, PACE), this::begin);
        beginTwoTogether(paced);
        long begun = System.nanoTime();

        // When
        IntStream.of(4, 5, 6, 7).forEach(number -> ask(paced, number));
        awaitStatements(3);
        Duration held = Duration.ofNanos(System.nanoTime() - begun);
        statements.get(2).answer();
        awaitStatements(4);

        // Then
        assertThat(held).isBetween(PACE.minusMillis(100), PACE.multipliedBy(2));
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("what was left behind is not held")
                .isLessThan(PACE.multipliedBy(2));
        assertThat(statements.stream().map(Statement::asked))
                .containsExactly(List.of(1), List.of(2, 3), List.of(4, 5), List.of(6, 7));
    }

    @Test
    void paceDoesNotHoldWhatCouldNotGoTogether() {
        // Given numbers of which no two of one statement may have the same last digit
        SharedStatement<Integer, String> apart =
                new SharedStatement<>(vertx, new Limits(2, 1, PACE), number -> Set.of(number % 10), this::begin);
        beginTwoTogether(apart);
        long begun = System.nanoTime();

        // When
        IntStream.of(4, 14, 24).forEach(number -> ask(apart, number));
        for (int i = 2; i < 5; i++) {
            awaitStatements(i + 1);
            statements.get(i).answer();
        }

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(PACE.minusMillis(100), PACE.multipliedBy(2));
        assertThat(statements.stream().map(Statement::asked).skip(2))
                .containsExactly(List.of(4), List.of(14), List.of(24));
    }

    @Test
    void paceDoesNotHoldWhoAsksOneAfterTheOther() {
        // Given
        SharedStatement<Integer, String> paced =
                new SharedStatement<>(vertx, new Limits(2, 1, Duration.ofMinutes(5)), this::begin);

        // When
        for (int i = 0; i < 20; i++) {
            CompletableFuture<String> answer = ask(paced, i);
            awaitStatements(i + 1);
            statements.get(i).answer();
            answer.join();
        }

        // Then
        assertThat(statements).hasSize(20);
    }

    /** The first alone, then two that came meanwhile. */
    private void beginTwoTogether(SharedStatement<Integer, String> statement) {
        IntStream.of(1, 2, 3).forEach(number -> ask(statement, number));
        awaitStatements(1);
        statements.getFirst().answer();
        awaitStatements(2);
        statements.get(1).answer();
    }

    @Test
    void whoAsksAfterOneBeganIsNotAnsweredByIt() {
        // Given
        CompletableFuture<String> before = ask(1);
        awaitStatements(1);
        CompletableFuture<String> after = ask(1);

        // When
        statements.getFirst().answer("old");
        awaitStatements(2);
        statements.get(1).answer("new");

        // Then
        assertThat(before.join()).isEqualTo("old 1");
        assertThat(after.join()).isEqualTo("new 1");
    }

    @Test
    void failureReachesAllWhoAskedAndTheNextOneBegins() {
        // Given
        CompletableFuture<String> first = ask(1);
        awaitStatements(1);
        CompletableFuture<String> second = ask(2);
        CompletableFuture<String> third = ask(3);
        statements.getFirst().end().fail(new IllegalStateException("away"));
        awaitStatements(2);

        // When
        statements.get(1).end().fail(new IllegalStateException("away still"));

        // Then
        assertThatThrownBy(first::join).hasRootCauseMessage("away");
        assertThatThrownBy(second::join).hasRootCauseMessage("away still");
        assertThatThrownBy(third::join).hasRootCauseMessage("away still");
        CompletableFuture<String> fourth = ask(4);
        awaitStatements(3);
        statements.get(2).answer();
        assertThat(fourth.join()).isEqualTo("row 4");
    }

    @Test
    void statementThatCannotEvenBeginIsAFailureOfWhoAsked() {
        // Given
        SharedStatement<Integer, String> broken = new SharedStatement<>(vertx, new Limits(3, 1), asked -> {
            throw new IllegalStateException("broken");
        });

        // Then
        for (int i = 0; i < 3; i++) {
            int key = i;
            assertThatThrownBy(() -> broken.ask(key).await().atMost(SOON)).hasMessage("broken");
        }
    }

    @Test
    void answerThatCannotBeReadIsAFailureOfWhoAskedForItAlone() {
        // Given
        SharedStatement<Integer, Integer> parsing = new SharedStatement<>(
                vertx, new Limits(3, 1), asked -> Uni.createFrom().item(number -> 6 / number));

        // Then
        assertThat(parsing.ask(2).await().atMost(SOON)).isEqualTo(3);
        assertThatThrownBy(() -> parsing.ask(0).await().atMost(SOON)).isInstanceOf(ArithmeticException.class);
        assertThat(parsing.ask(3).await().atMost(SOON)).isEqualTo(2);
    }

    @Test
    void answerComesWhereItWasAsked() {
        // Given
        Context here = vertx.getOrCreateContext();
        Context there = vertx.getOrCreateContext();
        CompletableFuture<Context> first = new CompletableFuture<>();
        CompletableFuture<Context> second = new CompletableFuture<>();
        here.runOnContext(now -> shared.ask(1).subscribe().with(answer -> first.complete(Vertx.currentContext())));
        awaitStatements(1);
        there.runOnContext(now -> shared.ask(2).subscribe().with(answer -> second.complete(Vertx.currentContext())));

        // When
        statements.getFirst().answer();
        awaitStatements(2);
        statements.get(1).answer();

        // Then
        assertThat(first.join()).isSameAs(here);
        assertThat(second.join()).isSameAs(there);
    }

    private CompletableFuture<String> ask(int question) {
        return ask(shared, question);
    }

    private static CompletableFuture<String> ask(SharedStatement<Integer, String> shared, int question) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        shared.ask(question).subscribe().with(answer::complete, answer::completeExceptionally);
        return answer.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private void awaitStatements(int count) {
        Waiting.until(count + " statements", () -> statements.size() == count);
    }
}
