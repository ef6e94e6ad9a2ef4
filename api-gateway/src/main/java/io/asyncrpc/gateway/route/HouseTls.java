package io.asyncrpc.gateway.route;

import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.http.HttpClientOptions;

/** Whom the door trusts inside the house. */
final class HouseTls {

    private HouseTls() {}

    /** Options of a client; where TLS is spoken, only the house's CA is trusted, if there is one, for that very name. */
    static HttpClientOptions trusting(TlsConfigurationRegistry tls) {
        HttpClientOptions options = new HttpClientOptions();
        tls.get("house").ifPresent(house -> options.setTrustOptions(house.getTrustStoreOptions()));
        return options;
    }
}
