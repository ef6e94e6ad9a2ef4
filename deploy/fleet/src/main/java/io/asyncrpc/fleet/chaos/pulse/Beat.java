package io.asyncrpc.fleet.chaos.pulse;

import java.time.Duration;

/**
 * The round trips that began within some time.
 *
 * @param begun how many
 * @param unanswered of them: refused, lost, or not final yet
 * @param p99 of those that became final; zero if none did
 */
public record Beat(int begun, int unanswered, Duration p99) {}
