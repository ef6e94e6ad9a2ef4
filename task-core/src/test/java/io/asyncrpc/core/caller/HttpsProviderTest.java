package io.asyncrpc.core.caller;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever answers at the provider's address has to prove that it is the provider. */
class HttpsProviderTest {
    private static final String TRUSTED = "javax.net.ssl.trustStore";
    private static final String TRUSTED_PASSWORD = "javax.net.ssl.trustStorePassword";
    private static final String PASSWORD = "changeit";

    private final ProvidedKeys keys = new ProvidedKeys();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private HttpsServer server;

    @BeforeEach
    void begin() throws Exception {
        server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(ownCertificate()));
        server.createContext("/", exchange -> {
            byte[] body = "{\"keys\":[]}".getBytes(UTF_8);
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void end() {
        System.clearProperty(TRUSTED);
        System.clearProperty(TRUSTED_PASSWORD);
        server.stop(0);
        keys.close();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        assertThat(ProvidedKeys.ends(at("localhost").refresh())).isFalse();
    }

    @Test
    void aCertificateOfATrustedAuthorityIsTakenForItsOwnNameAlone() {
        // Given
        System.setProperty(TRUSTED, store().toString());
        System.setProperty(TRUSTED_PASSWORD, PASSWORD);

        // When
        boolean ownName = ProvidedKeys.ends(at("localhost").refresh());
        boolean otherName = ProvidedKeys.ends(at("127.0.0.1").refresh());

        // Then
        assertThat(ownName).isTrue();
        assertThat(otherName).isFalse();
    }

    private KeyRing at(String host) {
        return keys.ring("https://" + host + ":" + server.getAddress().getPort() + "/");
    }

    private Path store() {
        return folder.resolve("provider.p12");
    }

    private SSLContext ownCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-keystore",
                        store().toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store())) {
            own.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
