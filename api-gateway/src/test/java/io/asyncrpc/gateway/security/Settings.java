package io.asyncrpc.gateway.security;

import io.asyncrpc.gateway.TestTokens;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The configuration as it is read, where a test says nothing else. */
final class Settings {
    private Settings() {}

    static TokenConfig with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(
                Map.of("gateway.token.issuer", TestTokens.ISSUER, "gateway.token.audience", TestTokens.AUDIENCE));
        more.forEach((name, value) -> all.put("gateway.token." + name, value));
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(TokenConfig.class)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(TokenConfig.class);
    }
}
