package io.asyncrpc.core.caller;

import static io.asyncrpc.core.caller.Provider.key;
import static io.asyncrpc.core.caller.Provider.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
    private static final PublicKey OLD = Provider.newPair().getPublic();
    private static final PublicKey NEW = Provider.newPair().getPublic();

    private final ProvidedKeys keys = new ProvidedKeys();

    @AfterEach
    void end() {
        keys.close();
    }

    @Test
    void nobodyIsTrustedBeforeTheProviderSpoke() {
        // When
        boolean read = keys.refresh();

        // Then
        assertThat(read).isFalse();
        assertThat(keys.ring().now()).isEmpty();
    }

    @Test
    void aRotationIsFollowed() {
        // Given
        keys.provider().publish(key("old", OLD));
        keys.refresh();

        // When
        keys.provider().publish(key("old", OLD), key("new", NEW));
        keys.refresh();
        boolean both = keys.trusts("old") && keys.trusts("new");
        keys.provider().publish(key("new", NEW));
        keys.refresh();

        // Then
        assertThat(both).isTrue();
        assertThat(keys.trusts("new")).isTrue();
        assertThat(keys.trusts("old")).isFalse();
    }

    @Test
    void theSameKeysStayTheSameSet() {
        // Given
        keys.provider().publish(key("old", OLD), key("new", NEW));
        keys.refresh();
        KeySet before = keys.ring().now().orElseThrow();

        // When
        keys.provider().publish(key("new", NEW), key("old", OLD));
        keys.refresh();

        // Then
        assertThat(keys.ring().now().orElseThrow()).isSameAs(before);
    }

    @Test
    void aNameThatKeepsItsKeyNoLongerIsAnotherKey() {
        // Given
        keys.provider().publish(key("k", OLD));
        keys.refresh();

        // When
        keys.provider().publish(key("k", NEW));
        keys.refresh();

        // Then
        assertThat(keys.ring().now().orElseThrow().find("k", Algorithm.RS256)).contains(NEW);
    }

    @Test
    void aProviderThatWithdrawsAllKeysIsBelieved() {
        // Given
        keys.provider().publish(key("old", OLD));
        keys.refresh();

        // When
        keys.provider().publish("{\"keys\":[]}");
        keys.refresh();

        // Then
        assertThat(keys.trusts("old")).isFalse();
    }

    @Test
    void keysOutliveTheProvidersAbsenceForADayAtMost() {
        // Given
        keys.provider().publish(key("old", OLD));
        keys.refresh();
        keys.provider().close();

        // When
        keys.pass(Duration.ofHours(24).minusSeconds(1));
        boolean read = keys.refresh();
        boolean trusted = keys.trusts("old");
        keys.pass(Duration.ofSeconds(1));

        // Then
        assertThat(read).isFalse();
        assertThat(trusted).isTrue();
        assertThat(keys.ring().now()).isEmpty();
        assertThat(keys.ring().age()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void strangersCannotHaveTheProviderAskedWithoutEnd() {
        // Given
        keys.provider().publish(key("old", OLD));
        keys.refresh();

        // When
        for (int i = 0; i < 1_000; i++) {
            ProvidedKeys.ends(keys.ring().learn());
        }
        int early = keys.provider().asked();
        keys.pass(Duration.ofSeconds(10));
        for (int i = 0; i < 1_000; i++) {
            ProvidedKeys.ends(keys.ring().learn());
        }

        // Then
        assertThat(early).isEqualTo(1);
        assertThat(keys.provider().asked()).isEqualTo(2);
    }

    @Test
    void whoeverAsksAtOnceSharesOneQuestion() {
        // Given
        CountDownLatch silence = new CountDownLatch(1);
        keys.provider().answers(exchange -> {
            ProvidedKeys.await(silence);
            say(exchange, 200, "{\"keys\":[]}");
        });

        // When
        Future<Void> first = keys.ring().refresh();
        Future<Void> second = keys.ring().learn();
        silence.countDown();

        // Then
        assertThat(ProvidedKeys.ends(first) && ProvidedKeys.ends(second)).isTrue();
        assertThat(keys.provider().asked()).isEqualTo(1);
    }

    @Test
    void aFileIsReadAnewToo(@TempDir Path folder) throws IOException {
        // Given
        Path file = folder.resolve("keys.json");
        KeyRing ofFile = keys.ring(file.toString());
        boolean absent = !ProvidedKeys.ends(ofFile.refresh());

        // When
        Files.writeString(file, new org.jose4j.jwk.JsonWebKeySet(key("new", NEW)).toJson());
        ProvidedKeys.ends(ofFile.refresh());

        // Then
        assertThat(absent).isTrue();
        assertThat(ofFile.now().orElseThrow().find("new", Algorithm.RS256)).contains(NEW);
    }
}
