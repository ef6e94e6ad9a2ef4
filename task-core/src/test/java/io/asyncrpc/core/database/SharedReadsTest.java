package io.asyncrpc.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.core.house.Waiting;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedReadsTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final List<Statement> statements = new CopyOnWriteArrayList<>();
    private final SharedReads<Integer, String> reads = new SharedReads<>(vertx, 3, 1, this::begin);

    /** One that was begun; ended by the test. */
    private record Statement(Set<Integer> keys, UniEmitter<? super Map<Integer, String>> end) {
        void answer() {
            end.complete(
                    keys.stream().filter(key -> key < 100).collect(Collectors.toMap(key -> key, key -> "row " + key)));
        }
    }

    private Uni<Map<Integer, String>> begin(Set<Integer> keys) {
        return Uni.createFrom().emitter(end -> statements.add(new Statement(keys, end)));
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatIsAskedForMeanwhileIsReadTogetherAfterIt() {
        // Given
        CompletableFuture<Optional<String>> first = ask(1);
        awaitStatements(1);
        List<CompletableFuture<Optional<String>>> others =
                IntStream.of(2, 2, 103, 4).mapToObj(this::ask).toList();
        assertThat(statements).as("one at a time").hasSize(1);

        // When
        statements.getFirst().answer();
        awaitStatements(2);
        statements.get(1).answer();
        awaitStatements(3);
        statements.get(2).answer();

        // Then
        assertThat(first.join()).contains("row 1");
        assertThat(others.stream().map(CompletableFuture::join))
                .containsExactly(Optional.of("row 2"), Optional.of("row 2"), Optional.empty(), Optional.of("row 4"));
        assertThat(statements.stream().map(Statement::keys))
                .as("three at most, equal ones once")
                .containsExactly(Set.of(1), Set.of(2, 103), Set.of(4));
    }

    @Test
    void whoAsksAfterAReadBeganIsNotAnsweredByIt() {
        // Given
        CompletableFuture<Optional<String>> before = ask(1);
        awaitStatements(1);
        CompletableFuture<Optional<String>> after = ask(1);

        // When
        statements.getFirst().end().complete(Map.of(1, "old"));
        awaitStatements(2);
        statements.get(1).end().complete(Map.of(1, "new"));

        // Then
        assertThat(before.join()).contains("old");
        assertThat(after.join()).contains("new");
    }

    @Test
    void failureReachesAllWhoAskedAndTheNextReadBegins() {
        // Given
        CompletableFuture<Optional<String>> first = ask(1);
        awaitStatements(1);
        CompletableFuture<Optional<String>> second = ask(2);
        CompletableFuture<Optional<String>> third = ask(3);
        statements.getFirst().end().fail(new IllegalStateException("away"));
        awaitStatements(2);

        // When
        statements.get(1).end().fail(new IllegalStateException("away still"));

        // Then
        assertThatThrownBy(first::join).hasRootCauseMessage("away");
        assertThatThrownBy(second::join).hasRootCauseMessage("away still");
        assertThatThrownBy(third::join).hasRootCauseMessage("away still");
        CompletableFuture<Optional<String>> fourth = ask(4);
        awaitStatements(3);
        statements.get(2).answer();
        assertThat(fourth.join()).contains("row 4");
    }

    @Test
    void readThatCannotEvenBeginIsAFailureOfWhoAsked() {
        // Given
        Function<Set<Integer>, Uni<Map<Integer, String>>> broken = keys -> {
            throw new IllegalStateException("broken");
        };
        SharedReads<Integer, String> unreadable = new SharedReads<>(vertx, 3, 1, broken);

        // Then
        for (int i = 0; i < 3; i++) {
            int key = i;
            assertThatThrownBy(() -> unreadable.one(key).await().atMost(SOON)).hasMessage("broken");
        }
    }

    @Test
    void answerComesWhereItWasAskedFor() {
        // Given
        Context here = vertx.getOrCreateContext();
        Context there = vertx.getOrCreateContext();
        CompletableFuture<Context> first = new CompletableFuture<>();
        CompletableFuture<Context> second = new CompletableFuture<>();
        here.runOnContext(now -> reads.one(1).subscribe().with(row -> first.complete(Vertx.currentContext())));
        awaitStatements(1);
        there.runOnContext(now -> reads.one(2).subscribe().with(row -> second.complete(Vertx.currentContext())));

        // When
        statements.getFirst().answer();
        awaitStatements(2);
        statements.get(1).answer();

        // Then
        assertThat(first.join()).isSameAs(here);
        assertThat(second.join()).isSameAs(there);
    }

    private CompletableFuture<Optional<String>> ask(int key) {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        reads.one(key).subscribe().with(answer::complete, answer::completeExceptionally);
        return answer.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private void awaitStatements(int count) {
        Waiting.until(count + " statements", () -> statements.size() == count);
    }
}
