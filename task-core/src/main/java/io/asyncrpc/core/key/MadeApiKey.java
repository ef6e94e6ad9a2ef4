package io.asyncrpc.core.key;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A key just made.
 *
 * @param key the secret, which is shown this once
 */
@RegisterForReflection
public record MadeApiKey(@JsonUnwrapped ApiKey made, String key) {}
