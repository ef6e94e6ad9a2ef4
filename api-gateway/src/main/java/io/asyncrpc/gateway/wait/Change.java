package io.asyncrpc.gateway.wait;

/**
 * That something has another version. It wakes whoever waits for it, and is never trusted for more.
 *
 * @param id the last segment of its address
 * @param isFinal it will never change again
 */
record Change(String id, int version, boolean isFinal) {}
