package io.asyncrpc.gateway.security;

/**
 * Who asks, as the token says.
 *
 * @param subject who of the organisation
 */
public record Caller(String organisation, String subject, Role role) {}
