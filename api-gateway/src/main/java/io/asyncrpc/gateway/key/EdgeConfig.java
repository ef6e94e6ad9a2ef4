package io.asyncrpc.gateway.key;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The edges in front of the gateway. */
@ConfigMapping(prefix = "gateway.edge")
public interface EdgeConfig {
    /** Their ports for operators, where they tell what they refused; each by one name in all gateways. */
    Optional<List<URI>> management();
}
