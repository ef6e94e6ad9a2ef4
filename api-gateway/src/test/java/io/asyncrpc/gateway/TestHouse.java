package io.asyncrpc.gateway;

import static java.util.Map.entry;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What stands around the door in a test: a key to sign tokens with, and a real HTTP server in a service's place. */
public final class TestHouse implements QuarkusTestResourceLifecycleManager {
    private final TestTokens tokens = new TestTokens();
    private final RecordingService service = new RecordingService();

    @Override
    public Map<String, String> start() {
        service.start(0);
        String address = "http://127.0.0.1:" + service.port();
        return Map.ofEntries(
                entry("gateway.token.public-key-file", publicKeyFile().toString()),
                entry("gateway.token.issuer", TestTokens.ISSUER),
                entry("gateway.token.audience", TestTokens.AUDIENCE),
                entry("gateway.services.core.url", address),
                entry("gateway.services.core.readiness", address + "/q/health/ready"),
                entry("gateway.upstream.silence", "4s"),
                entry("gateway.body.patience", "3s"),
                entry("gateway.body.farewell", "500ms"),
                entry("gateway.openapi.keep", "0s"),
                entry("gateway.readiness.keep", "0s"),
                entry("gateway.broker.port", "1"), // nobody is there, and the door opens all the same
                entry("gateway.reads.together", "0"), // what is asked is what arrives (TogetherReaderTest has it on)
                entry("gateway.wait.waiters-per-organisation", "20"),
                entry("gateway.rate.per-second", "50"),
                entry("gateway.rate.burst", "5000"),
                entry("quarkus.http.test-port", "0"),
                entry("quarkus.management.test-port", "0"));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(tokens, new TestInjector.MatchesType(TestTokens.class));
        injector.injectIntoFields(service, new TestInjector.MatchesType(RecordingService.class));
    }

    @Override
    public void stop() {
        service.close();
    }

    private Path publicKeyFile() {
        try {
            Path file = Files.createTempFile("jwt-public", ".pem");
            file.toFile().deleteOnExit();
            return Files.writeString(file, tokens.publicKeyPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
