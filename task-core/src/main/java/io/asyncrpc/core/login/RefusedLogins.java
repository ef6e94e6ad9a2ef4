package io.asyncrpc.core.login;

/**
 * So many logins that were refused for one reason.
 *
 * @param reason as the metrics of whoever refused them name it
 */
public record RefusedLogins(String reason, long count) {}
