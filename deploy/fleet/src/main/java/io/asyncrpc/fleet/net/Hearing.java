package io.asyncrpc.fleet.net;

/**
 * How a device listens.
 *
 * @param qos 0 or 1
 * @param keptSeconds for how long the broker keeps the session of a device that is away; 0 = each connection begins anew
 */
public record Hearing(int qos, int keptSeconds) {

    boolean isKept() {
        return keptSeconds > 0;
    }
}
