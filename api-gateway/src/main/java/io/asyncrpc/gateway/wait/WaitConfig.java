package io.asyncrpc.gateway.wait;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many may wait, and how they look for what they wait for. */
@ConfigMapping(prefix = "gateway.wait")
public interface WaitConfig {
    /** Requests that may wait at this door; one more is refused. */
    @WithDefault("20000")
    int waiters();

    /** Of those, of one organisation. */
    @WithDefault("10000")
    int waitersPerOrganisation();

    /** A waiter reads again after this time, a tenth more or less, for a wake-up may be lost. */
    @WithDefault("5s")
    Duration lookAgain();

    /** The same after a service did not answer. */
    @WithDefault("1s")
    Duration tryAgain();

    /** How long after its time a waiter may still look for the truth; then it is told what is known. */
    @WithDefault("2s")
    Duration lastLook();

    /** Connections to one service for the reads of all who wait, beside those for ordinary requests. */
    @WithDefault("32")
    int connections();

    /** Of those, for waiters that nobody woke, while changes are heard; when they are not, all are. */
    @WithDefault("8")
    int looks();

    /** How long such a read may take. */
    @WithDefault("5s")
    Duration patience();

    /** The largest answer that is kept in memory on its way to a waiter; a larger one is asked for again and streams through. */
    @WithDefault("64K")
    MemorySize keptAnswer();

    /** Memory for what was accepted and is answered when it is final; past it, nothing waits after it was accepted. */
    @WithDefault("32M")
    MemorySize keptAccepted();

    /** How long the door stays open when it is told to close, for the answers to those who wait. */
    @WithDefault("5s")
    Duration farewell();
}
