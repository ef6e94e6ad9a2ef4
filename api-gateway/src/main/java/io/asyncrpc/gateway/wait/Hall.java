package io.asyncrpc.gateway.wait;

import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/** Where waiters wait: what each of them needs. */
@Singleton
record Hall(Vertx vertx, WaitConfig config, Waiters waiters, Reads reads, WaitMetrics metrics) {}
