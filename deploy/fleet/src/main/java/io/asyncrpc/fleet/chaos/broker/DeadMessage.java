package io.asyncrpc.fleet.chaos.broker;

/**
 * A message that was put away.
 *
 * @param reason the header {@code x-reason}; empty if there is none
 */
public record DeadMessage(String body, String reason) {}
