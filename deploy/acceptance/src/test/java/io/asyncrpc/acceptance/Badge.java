package io.asyncrpc.acceptance;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** A certificate with its issuer, and the key to it: what a device shows to say who it is. */
record Badge(Path chain, Path key) {

    private static final char[] NO_PASSWORD = {};

    static Badge in(Path folder) {
        return new Badge(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    }

    /** TLS of a device that shows this. */
    MqttClientSslConfig tls() {
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry(
                    "me", privateKey(), NO_PASSWORD, certificates(chain).toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            return MqttClientSslConfig.builder()
                    .keyManagerFactory(keys)
                    .trustManagerFactory(trust())
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(chain.toString(), e);
        }
    }

    static TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted());
        return trust;
    }

    /** The root of the system's CA, and no other. */
    static KeyStore trusted() throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        Path root = Authority.ofTheSystem().folder().resolve("ca.pem");
        store.setCertificateEntry("root", certificates(root).iterator().next());
        return store;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path pem)
            throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
        }
    }

    private PrivateKey privateKey() throws GeneralSecurityException, IOException {
        String base64 = Files.readString(key).replaceAll("-----[A-Z ]+-----|\\s", "");
        var specification = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        String algorithm = certificates(chain).iterator().next().getPublicKey().getAlgorithm();
        return KeyFactory.getInstance(algorithm).generatePrivate(specification);
    }
}
