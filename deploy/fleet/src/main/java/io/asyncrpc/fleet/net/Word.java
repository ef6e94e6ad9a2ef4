package io.asyncrpc.fleet.net;

/** What a device heard: the last part of the topic, and the body, which tells everything. */
public record Word(String suffix, byte[] body) {}
