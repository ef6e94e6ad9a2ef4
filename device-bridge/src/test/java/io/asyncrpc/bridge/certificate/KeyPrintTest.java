package io.asyncrpc.bridge.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.Test;

/** A key is known again, in whatever way it is written. */
class KeyPrintTest {
    @Test
    void isTheHashOfTheKeyAsItIsUsuallyWritten() throws Exception {
        for (KeyPair key :
                new KeyPair[] {Requests.ec("secp256r1"), Requests.ec("secp384r1"), Requests.rsa(2048, 65_537)}) {
            // Given
            byte[] written = key.getPublic().getEncoded();

            // When / Then
            assertThat(KeyPrint.of(SubjectPublicKeyInfo.getInstance(written)))
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(written)));
        }
    }

    @Test
    void aCompressedPointIsTheSameKey() throws Exception {
        // Given
        SubjectPublicKeyInfo usual = SubjectPublicKeyInfo.getInstance(
                Requests.ec("secp256r1").getPublic().getEncoded());
        ECPublicKeyParameters point = (ECPublicKeyParameters) PublicKeyFactory.createKey(usual);

        // When
        var compressed =
                new SubjectPublicKeyInfo(usual.getAlgorithm(), point.getQ().getEncoded(true));

        // Then
        assertThat(KeyPrint.of(compressed)).isEqualTo(KeyPrint.of(usual));
    }

    @Test
    void rsaWithoutItsEmptyParametersIsTheSameKey() throws Exception {
        // Given
        SubjectPublicKeyInfo usual = SubjectPublicKeyInfo.getInstance(
                Requests.rsa(2048, 65_537).getPublic().getEncoded());

        // When
        var bare = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption), usual.parsePublicKey());

        // Then
        assertThat(KeyPrint.of(bare)).isEqualTo(KeyPrint.of(usual));
    }

    @Test
    void anotherKeyIsAnother() throws Exception {
        assertThat(KeyPrint.of(SubjectPublicKeyInfo.getInstance(
                        Requests.ec("secp256r1").getPublic().getEncoded())))
                .isNotEqualTo(KeyPrint.of(SubjectPublicKeyInfo.getInstance(
                        Requests.ec("secp256r1").getPublic().getEncoded())));
    }
}
