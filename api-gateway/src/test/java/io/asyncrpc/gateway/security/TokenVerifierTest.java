package io.asyncrpc.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.TestTokens;
import io.asyncrpc.gateway.problem.ProblemType;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final TestTokens TOKENS = new TestTokens();
    private final TokenVerifier verifier =
            new TokenVerifier(() -> Optional.of(ourKey()), Settings.with(Map.of()), refusal -> {});

    static Stream<Arguments> strangers() {
        Key publicKeyAsSecret = new SecretKeySpec(TOKENS.pair().getPublic().getEncoded(), "HmacSHA256");
        Key pemAsSecret = new SecretKeySpec(TOKENS.publicKeyPem().getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
        String good = TOKENS.admin();
        String claims = claimsOf(good);
        return Stream.of(
                Arguments.of(
                        "signed by another key",
                        complete().sign(TestTokens.newPair().getPrivate())),
                Arguments.of("signature cut off", good.substring(0, good.lastIndexOf('.') + 1)),
                Arguments.of("signature missing", good.substring(0, good.lastIndexOf('.'))),
                Arguments.of("signature changed", good.substring(0, good.length() - 6) + "AAAAAA"),
                Arguments.of("claims changed", withOtherClaims(good, claims.replace("acme", "evil"))),
                Arguments.of("algorithm none", TestTokens.forge(claims, "none", null)),
                Arguments.of("HS256 with the public key (DER)", TestTokens.forge(claims, "HS256", publicKeyAsSecret)),
                Arguments.of("HS256 with the public key (PEM)", TestTokens.forge(claims, "HS256", pemAsSecret)),
                Arguments.of(
                        "RS512 by our own key",
                        TestTokens.forge(claims, "RS512", TOKENS.pair().getPrivate())),
                Arguments.of("another issuer", TOKENS.sign(complete().issuer("https://elsewhere"))),
                Arguments.of("no issuer", TOKENS.sign(bare().audience(TestTokens.AUDIENCE))),
                Arguments.of("another audience", TOKENS.sign(complete().audience("elsewhere"))),
                Arguments.of("no audience", TOKENS.sign(bare().issuer(TestTokens.ISSUER))),
                Arguments.of("expired 31 s ago", endedAgo(32)),
                Arguments.of("not before a minute from now", notBefore(60)),
                Arguments.of("never expires", without(claims, "exp")),
                Arguments.of("no subject", without(claims, "sub")),
                Arguments.of("no time of issue", without(claims, "iat")),
                Arguments.of(
                        "no JSON inside",
                        TestTokens.forge("acme", "RS256", TOKENS.pair().getPrivate())),
                Arguments.of("five empty parts", "...."),
                Arguments.of("an encrypted one", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA"),
                Arguments.of("no token", ""),
                Arguments.of("blanks", "   "),
                Arguments.of("bytes", "\u0000\u00ff"),
                Arguments.of("dots", "a.b.c"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    void aStrangerIsNotAuthenticated(String why, String token) {
        // When
        Verdict verdict = verifier.verify(List.of("Bearer " + token));

        // Then
        assertThat(refusal(verdict)).as(why).isEqualTo(ProblemType.UNAUTHENTICATED);
    }

    static Stream<Arguments> useless() {
        return Stream.of(
                Arguments.of("no organisation", TOKENS.sign(TOKENS.claims().groups("admin"))),
                Arguments.of("an empty organisation", organised("")),
                Arguments.of("a blank organisation", organised("  ")),
                Arguments.of("an organisation with a NUL", organised("a\u0000")),
                Arguments.of("an endless organisation", organised("a".repeat(129))),
                Arguments.of("a number as organisation", organised(7)),
                Arguments.of("a list as organisation", organised(List.of("acme"))),
                Arguments.of("no groups", TOKENS.sign(TOKENS.claims().claim("org", "acme"))),
                Arguments.of("unknown groups", TOKENS.of("superuser", "ADMIN")),
                Arguments.of("groups that are no list", grouped("{\"admin\":true}")),
                Arguments.of("one word as groups", grouped("\"superuser\"")),
                Arguments.of("numbers as groups", grouped("[1,2]")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("useless")
    void aKnownCallerWithoutOrganisationOrRoleMayDoNothing(String why, String token) {
        // When
        Verdict verdict = verifier.verify(List.of("Bearer " + token));

        // Then
        assertThat(refusal(verdict)).as(why).isEqualTo(ProblemType.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key:01957e5a-7c00-7000-8000-000000000001", "sub:key:01957e5a-7c00-7000-8000-000000000001"})
    void noSubjectOfAProviderPassesForAnApiKey(String subject) {
        // When
        Caller caller = verify(TOKENS.sign(
                TOKENS.claims().subject(subject).claim("org", "acme").groups("admin")));

        // Then
        assertThat(caller.subject()).isEqualTo("sub:" + subject);
    }

    @Test
    void theStrongestKnownRoleCounts() {
        assertThat(verify(TOKENS.viewer())).isEqualTo(new Caller("acme", "test", Role.VIEWER));
        assertThat(verify(TOKENS.operator())).isEqualTo(new Caller("acme", "test", Role.OPERATOR));
        assertThat(verify(TOKENS.admin())).isEqualTo(new Caller("acme", "test", Role.ADMIN));
        assertThat(verify(TOKENS.of("admin", "superuser"))).isEqualTo(new Caller("acme", "test", Role.ADMIN));
    }

    @Test
    void clocksMayDifferByHalfAMinute() {
        assertThat(verify(endedAgo(20))).isEqualTo(new Caller("acme", "test", Role.ADMIN));
        assertThat(verify(notBefore(20))).isEqualTo(new Caller("acme", "test", Role.ADMIN));
    }

    @Test
    void theSchemeIsReadInAnyCase() {
        assertThat(verifier.verify(List.of("bEARER " + TOKENS.viewer()))).isInstanceOf(Verdict.Known.class);
    }

    @Test
    void twoTokensOrAnotherSchemeAreAsGoodAsNone() {
        // Given
        String good = "Bearer " + TOKENS.admin();

        // When / Then
        assertThat(refusal(verifier.verify(List.of()))).isEqualTo(ProblemType.UNAUTHENTICATED);
        assertThat(refusal(verifier.verify(List.of(good, good)))).isEqualTo(ProblemType.UNAUTHENTICATED);
        assertThat(refusal(verifier.verify(List.of("Basic YTpi")))).isEqualTo(ProblemType.UNAUTHENTICATED);
        assertThat(refusal(verifier.verify(List.of(TOKENS.admin())))).isEqualTo(ProblemType.UNAUTHENTICATED);
    }

    private static KeySet ourKey() {
        try {
            return KeySet.ofPem(TOKENS.publicKeyPem(), Set.of(Algorithm.RS256));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Caller verify(String token) {
        return ((Verdict.Known) verifier.verify(List.of("Bearer " + token))).caller();
    }

    private static ProblemType refusal(Verdict verdict) {
        return ((Verdict.Refused) verdict).problem().type();
    }

    private static JwtClaimsBuilder complete() {
        return TOKENS.claims().claim("org", "acme").groups(Set.of("viewer", "operator", "admin"));
    }

    private static JwtClaimsBuilder bare() {
        return Jwt.claims(Map.of("org", "acme", "groups", List.of("admin"), "sub", "test"))
                .expiresIn(300);
    }

    private static String notBefore(long seconds) {
        return TOKENS.sign(
                complete().claim("nbf", Instant.now().plusSeconds(seconds).getEpochSecond()));
    }

    private static String organised(Object organisation) {
        return TOKENS.sign(TOKENS.claims().claim("org", organisation).groups("admin"));
    }

    private static String grouped(String groups) {
        String claims =
                claimsOf(TOKENS.sign(TOKENS.claims().claim("org", "acme").groups("admin")));
        return TestTokens.forge(
                claims.replace("[\"admin\"]", groups), "RS256", TOKENS.pair().getPrivate());
    }

    private static String endedAgo(long seconds) {
        Instant now = Instant.now();
        return TOKENS.sign(complete().issuedAt(now.minusSeconds(300)).expiresAt(now.minusSeconds(seconds)));
    }

    private static String without(String claims, String name) {
        JsonObject all = new JsonObject(claims);
        all.remove(name);
        return TestTokens.forge(all.encode(), "RS256", TOKENS.pair().getPrivate());
    }

    private static String claimsOf(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }

    private static String withOtherClaims(String token, String claims) {
        String[] parts = token.split("\\.", -1);
        String changed =
                Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return parts[0] + "." + changed + "." + parts[2];
    }
}
