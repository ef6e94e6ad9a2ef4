package io.asyncrpc.bridge.certificate;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/**
 * By which a key is known again: SHA-256 of its SubjectPublicKeyInfo, in hexadecimal. Of the one that it has when written anew, since
 * there are several for a key: with its point compressed, without the parameters of RSA.
 */
final class KeyPrint {
    private KeyPrint() {}

    static String of(SubjectPublicKeyInfo key) throws IOException {
        byte[] usual = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(PublicKeyFactory.createKey(key))
                .getEncoded(ASN1Encoding.DER);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(usual));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
