package io.asyncrpc.core.caller;

import io.vertx.core.Vertx;

/** Has the keys read again and again, until it is stopped. */
final class KeyRunner {
    private final Vertx vertx;
    private final KeyRing ring;
    private final KeyConfig config;
    private volatile boolean isOver;

    KeyRunner(Vertx vertx, KeyRing ring, KeyConfig config) {
        this.vertx = vertx;
        this.ring = ring;
        this.config = config;
    }

    void run() {
        if (!isOver) {
            ring.refresh().onComplete(read -> vertx.setTimer(pauseAfter(read.succeeded()), again -> run()));
        }
    }

    void stop() {
        isOver = true;
    }

    private long pauseAfter(boolean read) {
        return (read ? config.refresh() : config.pause()).toMillis();
    }
}
