package io.asyncrpc.fleet.api;

/** One line of a task's history; {@code from} is empty for the first. */
public record Move(long version, String from, String to, String cause, int attempt) {}
