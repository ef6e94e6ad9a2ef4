package io.asyncrpc.core.certificate;

import java.time.Instant;

/** What the broker tells of a certificate that a device connected with: no two of a device begin in the same second. */
public record Shown(String deviceId, Instant notBefore, Instant notAfter) {}
