package io.asyncrpc.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The running system under test, as the environment names it. */
final class Installation {

    /** Tag of a test that needs the processes of the launcher: restarts them, starts more of them, or reads what they wrote. */
    static final String LAUNCHER = "launcher";

    /** Tag of a test that needs two releases: the launcher's processes are those of the older one. */
    static final String UPGRADE = "upgrade";

    static final String API = variable("API_URL").replaceFirst("/+$", "");
    static final String MQTT_HOST = variable("MQTT_HOST");
    static final int MQTT_PORT = Integer.parseInt(variable("MQTT_PORT"));
    static final int MQTTS_PORT = Integer.parseInt(variable("MQTTS_PORT"));
    static final String JWT_ISSUER = variable("JWT_ISSUER");
    static final String JWT_AUDIENCE = variable("JWT_AUDIENCE");
    static final PrivateKey JWT_KEY = privateKey(Path.of(variable("JWT_PRIVATE_KEY_FILE")));
    static final Path JWT_PUBLIC_KEY = Path.of(variable("JWT_PUBLIC_KEY_FILE"));

    /** The repository's root: the module lies two folders below it. */
    static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    private Installation() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder in /proc of a part that the launcher started, by what it recorded of it in its state. */
    static Path process(Path state, String name) {
        return Path.of("/proc", read(state.resolve("pid").resolve(name)).split(" ")[0]);
    }

    static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(name + " is not set; ./iot test starts the system and sets it");
        }
        return value;
    }

    private static PrivateKey privateKey(Path pem) {
        try {
            String base64 = read(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
            var specification = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            return KeyFactory.getInstance("RSA").generatePrivate(specification);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not an RSA key in PKCS#8: " + pem, e);
        }
    }
}
