package io.asyncrpc.gateway.limit;

record Limits(int perSecond, int burst, int organisations, OfCaller caller) implements RateConfig {
    record OfOne(int perSecond, int burst, int most) implements OfCaller {}
}
