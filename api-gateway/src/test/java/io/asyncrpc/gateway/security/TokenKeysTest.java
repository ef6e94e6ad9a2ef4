package io.asyncrpc.gateway.security;

import static io.asyncrpc.gateway.security.Provider.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.gateway.TestTokens;
import io.asyncrpc.gateway.problem.ProblemType;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tokens of a provider that has several keys, and changes them. */
class TokenKeysTest {
    private static final TestTokens TOKENS = new TestTokens();
    private static final KeyPair RSA = TestTokens.newPair();
    private static final KeyPair EC = curve();

    private final List<Refusal> refusals = new ArrayList<>();
    private @Nullable KeySet trusted = set(key("r", RSA.getPublic()), key("e", EC.getPublic()));
    private final TokenVerifier verifier = verifier(Map.of("algorithms", "RS256,ES256"));

    @Test
    void bothAlgorithmsAreTakenFromTheirOwnKeys() {
        assertThat(verify(rs256("r"))).isInstanceOf(Verdict.Known.class);
        assertThat(verify(es256("e"))).isInstanceOf(Verdict.Known.class);
        assertThat(refusals).isEmpty();
    }

    @Test
    void aKeyIsForItsNameAndItsAlgorithmAlone() {
        // When
        List<Verdict> verdicts = List.of(
                verify(rs256("x")),
                verify(rs256("e")),
                verify(es256("r")),
                verify(unnamed()),
                verify(hmac("r")),
                verify(hmac("e")));

        // Then
        assertThat(verdicts).allSatisfy(verdict -> assertThat(refusal(verdict)).isEqualTo(ProblemType.UNAUTHENTICATED));
        assertThat(refusals)
                .containsExactly(
                        Refusal.KEY, Refusal.KEY, Refusal.KEY, Refusal.KEY, Refusal.ALGORITHM, Refusal.ALGORITHM);
    }

    @Test
    void anAlgorithmThatIsNotConfiguredIsNotTaken() {
        // Given
        TokenVerifier rsaOnly = verifier(Map.of());

        // When
        Verdict verdict = rsaOnly.verify(List.of("Bearer " + es256("e")));

        // Then
        assertThat(refusal(verdict)).isEqualTo(ProblemType.UNAUTHENTICATED);
        assertThat(refusals).containsExactly(Refusal.ALGORITHM);
    }

    @Test
    void aRememberedTokenDoesNotOutliveItsKey() {
        // Given
        String token = rs256("r");
        Verdict before = verify(token);
        Verdict again = verify(token);

        // When
        trusted = set(key("e", EC.getPublic()));

        // Then
        assertThat(again).isSameAs(before).isInstanceOf(Verdict.Known.class);
        assertThat(refusal(verify(token))).isEqualTo(ProblemType.UNAUTHENTICATED);
        assertThat(refusals).containsExactly(Refusal.KEY);
    }

    @Test
    void withoutKeysNothingIsSaidAboutATokenAlsoNotAboutOneThatIsRemembered() {
        // Given
        String token = rs256("r");
        verify(token);

        // When
        trusted = null;

        // Then
        assertThat(refusal(verify(token))).isEqualTo(ProblemType.UNAVAILABLE);
        assertThat(refusals).containsExactly(Refusal.KEYS_AWAY);
    }

    @Test
    void theReasonOfARefusalIsCounted() {
        // Given
        Instant now = Instant.now();
        String good = rs256("r");
        List<String> bad = List.of(
                named(TOKENS.claims().claim("org", "acme").expiresAt(now.minusSeconds(60))),
                named(TOKENS.claims().claim("nbf", now.plusSeconds(60).getEpochSecond())),
                named(TOKENS.claims().issuer("https://other")),
                named(TOKENS.claims().audience("other")),
                good.substring(0, good.length() - 6) + "AAAAAA",
                "a.b.c",
                TestTokens.forge("{}", "none", null),
                named(TOKENS.claims()),
                named(TOKENS.claims().claim("org", "acme")));

        // When
        bad.forEach(this::verify);
        verifier.verify(List.of());

        // Then
        assertThat(refusals)
                .containsExactly(
                        Refusal.EXPIRED,
                        Refusal.NOT_YET_VALID,
                        Refusal.ISSUER,
                        Refusal.AUDIENCE,
                        Refusal.SIGNATURE,
                        Refusal.UNREADABLE,
                        Refusal.ALGORITHM,
                        Refusal.ORGANISATION,
                        Refusal.ROLE,
                        Refusal.MISSING);
    }

    @Test
    void aProviderMayHaveOtherNamesForOrganisationAndRoles() {
        // Given
        TokenVerifier other = verifier(Map.of("organisation-claim", "tenant", "roles-claim", "https://acme/roles"));
        String theirs = named(TOKENS.claims()
                .claim("tenant", "acme")
                .claim("https://acme/roles", List.of("operator"))
                .claim("org", "evil")
                .groups("admin"));

        // When
        Verdict verdict = other.verify(List.of("Bearer " + theirs));

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Known(new Caller("acme", "test", Role.OPERATOR)));
        assertThat(other.verify(List.of("Bearer " + rs256("r")))).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aProviderMayPutThemInsideOthers() {
        // Given
        TokenVerifier other =
                verifier(Map.of("organisation-claim", "acme/organisation/name", "roles-claim", "realm_access/roles"));
        String theirs = named(TOKENS.claims()
                .claim("acme", Map.of("organisation", Map.of("name", "acme")))
                .claim("realm_access", Map.of("roles", List.of("offline_access", "operator"))));

        // When
        Verdict verdict = other.verify(List.of("Bearer " + theirs));

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Known(new Caller("acme", "test", Role.OPERATOR)));
    }

    private TokenVerifier verifier(Map<String, String> settings) {
        return new TokenVerifier(() -> Optional.ofNullable(trusted), Settings.with(settings), refusals::add);
    }

    private Verdict verify(String token) {
        return verifier.verify(List.of("Bearer " + token));
    }

    private static ProblemType refusal(Verdict verdict) {
        return ((Verdict.Refused) verdict).problem().type();
    }

    private static String rs256(String kid) {
        return TOKENS.claims()
                .claim("org", "acme")
                .groups("admin")
                .jws()
                .keyId(kid)
                .sign(RSA.getPrivate());
    }

    private static String es256(String kid) {
        return TOKENS.claims()
                .claim("org", "acme")
                .groups("admin")
                .jws()
                .keyId(kid)
                .algorithm(SignatureAlgorithm.ES256)
                .sign(EC.getPrivate());
    }

    private static String unnamed() {
        return TOKENS.claims().claim("org", "acme").groups("admin").sign(RSA.getPrivate());
    }

    private static String hmac(String kid) {
        return TOKENS.claims()
                .claim("org", "acme")
                .groups("admin")
                .jws()
                .keyId(kid)
                .algorithm(SignatureAlgorithm.HS256)
                .sign(new SecretKeySpec(RSA.getPublic().getEncoded(), "HmacSHA256"));
    }

    private static String named(io.smallrye.jwt.build.JwtClaimsBuilder claims) {
        return claims.jws().keyId("r").sign(RSA.getPrivate());
    }

    private static KeySet set(JsonWebKey... keys) {
        try {
            return KeySet.ofJwks(new JsonWebKeySet(keys).toJson(), Set.of(Algorithm.values()));
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair curve() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
