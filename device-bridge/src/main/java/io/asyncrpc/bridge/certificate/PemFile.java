package io.asyncrpc.bridge.certificate;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** What files hold that an administrator named. */
final class PemFile {
    private PemFile() {}

    static X509CertificateHolder certificate(Path file) throws IOException {
        if (first(file) instanceof X509CertificateHolder certificate) {
            return certificate;
        }
        throw new IllegalStateException("there is no certificate in " + file);
    }

    static PrivateKey key(Path file) throws IOException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        Object found = first(file);
        if (found instanceof PEMKeyPair pair) {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
        if (found instanceof PrivateKeyInfo info) {
            return converter.getPrivateKey(info);
        }
        throw new IllegalStateException("there is no key in " + file + ", or it is encrypted");
    }

    private static Object first(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            Object found = parser.readObject();
            if (found == null) {
                throw new IllegalStateException("there is nothing in " + file);
            }
            return found;
        }
    }
}
