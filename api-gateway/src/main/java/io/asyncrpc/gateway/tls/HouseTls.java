package io.asyncrpc.gateway.tls;

import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.http.HttpClientOptions;

/** Whom a service trusts inside the house. */
public final class HouseTls {

    private HouseTls() {}

    /** Options of a client; where TLS is spoken, only the house's CA is trusted, if there is one, for that very name. */
    public static HttpClientOptions trusting(TlsConfigurationRegistry tls) {
        HttpClientOptions options = new HttpClientOptions();
        tls.get("house").ifPresent(house -> options.setTrustOptions(house.getTrustStoreOptions()));
        return options;
    }
}
