package io.asyncrpc.gateway.security;

/** Who asks, as the token says. */
public record Caller(String organisation, Role role) {}
