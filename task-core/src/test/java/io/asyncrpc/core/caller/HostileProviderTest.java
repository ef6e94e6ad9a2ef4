package io.asyncrpc.core.caller;

import static io.asyncrpc.core.caller.Provider.key;
import static io.asyncrpc.core.caller.Provider.say;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import io.vertx.core.Future;
import java.security.PublicKey;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a provider may answer without doing harm. */
class HostileProviderTest {
    private static final PublicKey OLD = Provider.newPair().getPublic();

    private final ProvidedKeys keys = new ProvidedKeys();

    @AfterEach
    void end() {
        keys.close();
    }

    static Stream<Arguments> hostile() {
        String drip = "{\"keys\":[";
        return Stream.of(
                Arguments.of("garbage", (HttpHandler) exchange -> say(exchange, 200, "<html>")),
                Arguments.of("nothing", (HttpHandler) exchange -> say(exchange, 200, "")),
                Arguments.of("a failure", (HttpHandler) exchange -> say(exchange, 500, "{\"keys\":[]}")),
                Arguments.of("braces without end", (HttpHandler) exchange -> say(exchange, 200, "[".repeat(100_000))),
                Arguments.of("too much", (HttpHandler)
                        exchange -> say(exchange, 200, drip + " ".repeat(131_072) + "]}")),
                Arguments.of("sent elsewhere", (HttpHandler) exchange -> {
                    exchange.getResponseHeaders().set("Location", "/other");
                    say(exchange, 302, "");
                }),
                Arguments.of("a word now and then", (HttpHandler) exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (exchange) {
                        while (true) {
                            exchange.getResponseBody().write(' ');
                            exchange.getResponseBody().flush();
                            TimeUnit.MILLISECONDS.sleep(50);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }),
                Arguments.of("hung up", (HttpHandler) exchange -> exchange.close()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void aHostileAnswerChangesNothingAndEndsInTime(String what, HttpHandler answer) {
        // Given
        keys.provider().publish(key("old", OLD));
        keys.refresh();
        keys.provider().answers(answer);
        long start = System.nanoTime();

        // When
        boolean read = keys.refresh();

        // Then
        assertThat(read).as(what).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        assertThat(keys.trusts("old")).isTrue();
    }

    @Test
    void aProviderThatIsSilentKeepsNobodyFromTrustingTheKeysWeHave() {
        // Given
        keys.provider().publish(key("old", OLD));
        keys.refresh();
        CountDownLatch silence = new CountDownLatch(1);
        keys.provider().answers(exchange -> ProvidedKeys.await(silence));

        // When
        Future<Void> asked = keys.ring().refresh();
        boolean trusted = keys.trusts("old");
        boolean open = !asked.isComplete();
        boolean read = ProvidedKeys.ends(asked);
        silence.countDown();

        // Then
        assertThat(trusted && open).isTrue();
        assertThat(read).isFalse();
    }
}
