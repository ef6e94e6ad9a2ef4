package io.asyncrpc.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.security.Caller;
import io.asyncrpc.gateway.security.Role;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private static final KeyPair PAIR = pair();
    private static final Caller CALLER = new Caller("acme", "key:1", Role.OPERATOR);

    private final List<String> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private Future<KeyAnswer> answer = good(now.plusSeconds(3_600));
    private final ApiKeys keys = new ApiKeys(
            hash -> {
                asked.add(hash);
                return answer;
            },
            new HouseSigner(PAIR.getPrivate(), PAIR.getPublic()),
            config(),
            () -> now);

    @Test
    void theCoreIsAskedOnceInAWhileAndItsAnswerIsMadeAToken() throws Exception {
        // When
        keys.learn("a");
        keys.learn("a");
        pass(4);
        keys.learn("a");

        // Then
        assertThat(asked).containsExactly("a");
        ApiKeys.Found.Vouched found = (ApiKeys.Found.Vouched) keys.find("a");
        JwtClaims claims = new JwtConsumerBuilder()
                .setVerificationKey(PAIR.getPublic())
                .setExpectedIssuer("urn:asyncrpc:gateway")
                .setExpectedAudience("urn:asyncrpc:core")
                .setEvaluationTime(org.jose4j.jwt.NumericDate.fromMilliseconds(now.toEpochMilli()))
                .build()
                .processToClaims(found.token());
        assertThat(found.caller()).isEqualTo(CALLER);
        assertThat(claims.getSubject()).isEqualTo("key:1");
        assertThat(claims.getStringClaimValue("org")).isEqualTo("acme");
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("viewer", "operator");
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isEqualTo(60);
    }

    @Test
    void aTokenIsUsedAgainAndMadeAnewLongBeforeItEnds() {
        // Given
        keys.learn("a");
        String first = token("a");

        // When
        pass(4);
        String second = token("a");
        pass(20);
        keys.learn("a");
        String third = token("a");

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(third).isNotEqualTo(first);
    }

    @Test
    void aRevokedKeyIsRefusedWhenTheAnswerIsOld() {
        // Given
        keys.learn("a");
        answer = bad(KeyRefusal.KEY_REVOKED);
        pass(5);

        // When
        keys.learn("a");

        // Then
        assertThat(keys.find("a")).isEqualTo(not(KeyRefusal.KEY_REVOKED));
        answer = good(now.plusSeconds(60));
        pass(59);
        keys.learn("a");
        assertThat(asked).hasSize(2);
    }

    @Test
    void aKeyEndsOnTimeBetweenTwoQuestions() {
        // Given
        answer = good(now.plusSeconds(2));
        keys.learn("a");

        // When
        pass(2);

        // Then
        assertThat(keys.find("a")).isEqualTo(not(KeyRefusal.KEY_EXPIRED));
    }

    @Test
    void strangersAreAskedAboutSoOftenAndKnownKeysAlways() {
        // Given
        keys.learn("known");
        pass(5);
        answer = bad(KeyRefusal.KEY_UNKNOWN);
        IntStream.range(0, 100).forEach(i -> keys.learn("guess" + i));
        int before = asked.size();
        answer = good(now.plusSeconds(3_600));

        // When
        keys.learn("known");
        keys.learn("late");

        // Then
        assertThat(before).isEqualTo(1 + 11);
        assertThat(asked.getLast()).isEqualTo("known");
        assertThat(token("known")).isNotEmpty();
        assertThat(keys.find("guess0")).isEqualTo(not(KeyRefusal.KEY_UNKNOWN));
        assertThat(keys.find("late")).isEqualTo(not(KeyRefusal.KEY_FLOOD));
    }

    @Test
    void guessesDoNotMakeAKeyForgotten() {
        // Given
        keys.learn("known");
        answer = bad(KeyRefusal.KEY_UNKNOWN);

        // When
        IntStream.range(0, 50).forEach(i -> {
            pass(1);
            keys.learn("guess" + i);
        });
        answer = good(now.plusSeconds(60));
        IntStream.range(0, 20).forEach(i -> keys.learn("flood" + i));
        keys.learn("known");

        // Then
        assertThat(keys.find("known")).isInstanceOf(ApiKeys.Found.Vouched.class);
    }

    @Test
    void aCoreThatDoesNotAnswerIsAskedAgainAfterASecond() {
        // Given
        answer = Future.failedFuture("away");
        keys.learn("a");

        // When
        keys.learn("a");
        ApiKeys.Found meanwhile = keys.find("a");
        pass(1);
        answer = good(now.plusSeconds(60));
        keys.learn("a");

        // Then
        assertThat(meanwhile).isEqualTo(not(KeyRefusal.KEYS_UNCHECKED));
        assertThat(asked).hasSize(2);
        assertThat(keys.find("a")).isInstanceOf(ApiKeys.Found.Vouched.class);
    }

    @Test
    void whoComesWhileItIsAskedWaitsForTheSameAnswer() {
        // Given
        Promise<KeyAnswer> late = Promise.promise();
        answer = late.future();

        // When
        List<Future<Void>> waiting =
                IntStream.range(0, 5).mapToObj(i -> keys.learn("a")).toList();
        late.complete(new KeyAnswer.Good(CALLER, now.plusSeconds(60)));

        // Then
        assertThat(asked).hasSize(1);
        assertThat(waiting).allMatch(Future::succeeded);
        assertThat(token("a")).isNotEmpty();
    }

    private String token(String hash) {
        return ((ApiKeys.Found.Vouched) keys.find(hash)).token();
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }

    private static ApiKeys.Found not(KeyRefusal why) {
        return new ApiKeys.Found.Not(why);
    }

    private static Future<KeyAnswer> good(Instant end) {
        return Future.succeededFuture(new KeyAnswer.Good(CALLER, end));
    }

    private static Future<KeyAnswer> bad(KeyRefusal why) {
        return Future.succeededFuture(new KeyAnswer.Bad(why));
    }

    private static ApiKeyConfig config() {
        Map<String, String> all = Map.of(
                "gateway.key.core", "http://127.0.0.1:1",
                "gateway.key.strangers-per-second", "1",
                "gateway.key.strangers-burst", "11",
                "gateway.key.most", "30");
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(ApiKeyConfig.class)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(ApiKeyConfig.class);
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
