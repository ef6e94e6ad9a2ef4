package io.asyncrpc.core.login;

/**
 * So many logins that were refused for one reason, since the gateway told it last.
 *
 * @param reason as the gateway's metrics name it
 */
record RefusedLogins(String reason, long count) {}
