package io.asyncrpc.core.caller;

import static io.asyncrpc.core.caller.Algorithm.ES256;
import static io.asyncrpc.core.caller.Algorithm.RS256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {
    private static final Set<Algorithm> BOTH = Set.of(RS256, ES256);
    private static final PublicKey RSA = Provider.newPair().getPublic();
    private static final PublicKey EC = curve("secp256r1");

    @Test
    void aKeyIsFoundByItsNameForTheOneAlgorithmItIsFor() throws JoseException {
        // When
        KeySet keys = KeySet.ofJwks(json(Provider.key("r", RSA), Provider.key("e", EC)), BOTH);

        // Then
        assertThat(keys.find("r", RS256)).contains(RSA);
        assertThat(keys.find("e", ES256)).contains(EC);
        assertThat(keys.find("r", ES256)).isEmpty();
        assertThat(keys.find("e", RS256)).isEmpty();
        assertThat(keys.find("x", RS256)).isEmpty();
        assertThat(keys.find("", RS256)).isEmpty();
        assertThat(keys.find(null, RS256)).isEmpty();
    }

    @Test
    void anAlgorithmThatIsNotConfiguredHasNoKeys() throws JoseException {
        assertThat(KeySet.ofJwks(json(Provider.key("e", EC)), Set.of(RS256)).keys())
                .isEmpty();
    }

    static Stream<Arguments> useless() {
        return Stream.of(
                Arguments.of("a secret", named(new OctetSequenceJsonWebKey(new HmacKey(new byte[32])))),
                Arguments.of("RSA of 1024 bits", Provider.key("k", rsa(1_024))),
                Arguments.of("another curve", Provider.key("k", curve("secp384r1"))),
                Arguments.of("no name", changed(key -> key.setKeyId(null))),
                Arguments.of("a blank name", changed(key -> key.setKeyId(" "))),
                Arguments.of("for encryption", changed(key -> key.setUse("enc"))),
                Arguments.of("for another algorithm", changed(key -> key.setAlgorithm("PS256"))),
                Arguments.of("for HS256", changed(key -> key.setAlgorithm("HS256"))),
                Arguments.of("for other operations", changed(key -> key.setKeyOps(List.of("encrypt")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("useless")
    void keysOfTheWrongKindAreLeftOut(String why, JsonWebKey key) throws JoseException {
        // When
        KeySet keys = KeySet.ofJwks(json(key, Provider.key("good", RSA)), BOTH);

        // Then
        assertThat(keys.keys()).as(why).containsOnlyKeys(new KeySet.Name("good", RS256));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{}", "{\"keys\":1}", "{\"keys\":[1]}", "<html></html>", "{\"keys\":["})
    void garbageIsNoSet(String text) {
        assertThatThrownBy(() -> KeySet.ofJwks(text, BOTH)).isInstanceOf(Exception.class);
    }

    @Test
    void aSetWithoutKeysTrustsNobody() throws JoseException {
        assertThat(KeySet.ofJwks("{\"keys\":[]}", BOTH).keys()).isEmpty();
    }

    @Test
    void aPemIsForEveryToken() throws GeneralSecurityException {
        // When
        KeySet rsa = KeySet.ofPem(pem(RSA), BOTH);
        KeySet ec = KeySet.ofPem(pem(EC), BOTH);

        // Then
        assertThat(rsa.find("any", RS256)).contains(RSA);
        assertThat(rsa.find(null, RS256)).contains(RSA);
        assertThat(rsa.find("any", ES256)).isEmpty();
        assertThat(ec.find(null, ES256)).contains(EC);
    }

    @Test
    void aPemOfAnotherKindStopsTheStart() {
        for (PublicKey key : List.of(EC, rsa(1_024))) {
            assertThatThrownBy(() -> KeySet.ofPem(pem(key), Set.of(RS256)))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    private static JsonWebKey changed(Consumer<JsonWebKey> change) {
        JsonWebKey key = named(Provider.key("k", RSA));
        change.accept(key);
        return key;
    }

    private static JsonWebKey named(JsonWebKey key) {
        key.setKeyId("k");
        return key;
    }

    private static String json(JsonWebKey... keys) {
        return new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.INCLUDE_SYMMETRIC);
    }

    private static PublicKey rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicKey curve(String name) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(name));
            return generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
