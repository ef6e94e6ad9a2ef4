package io.asyncrpc.fleet.device;

import java.util.concurrent.CompletionStage;

/** What a device does when it is called. */
@FunctionalInterface
public interface Work {

    /** Must not block: a fleet shares few threads. The stage is cancelled when the call is to stop. */
    CompletionStage<Said.Outcome> run(Heard.Call call, Bench bench);

    /** What a device may use while it works. */
    interface Bench {

        /** Says how far the work is, which also renews the lease. */
        void report(int percent, String message);
    }
}
