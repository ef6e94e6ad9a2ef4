package io.asyncrpc.gateway.limit;

record Limits(int perSecond, int burst, int organisations, OfCaller caller, OfStrangers open) implements RateConfig {
    record OfOne(int perSecond, int burst, int most) implements OfCaller {}

    record OfAll(int perSecond, int burst) implements OfStrangers {}
}
