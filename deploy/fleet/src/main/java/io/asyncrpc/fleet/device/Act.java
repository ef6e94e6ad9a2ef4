package io.asyncrpc.fleet.device;

/** What {@link DeviceProtocol} wants done. */
sealed interface Act {

    record Say(Said said) implements Act {}

    record Run(Heard.Call call) implements Act {}

    record Abandon(Heard.Call call) implements Act {}
}
