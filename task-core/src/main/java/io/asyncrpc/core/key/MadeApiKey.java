package io.asyncrpc.core.key;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A key just made.
 *
 * @param key the secret, which is shown this once
 */
public record MadeApiKey(@JsonUnwrapped ApiKey made, String key) {}
