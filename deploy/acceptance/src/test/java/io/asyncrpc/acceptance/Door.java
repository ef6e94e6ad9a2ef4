package io.asyncrpc.acceptance;

import io.restassured.specification.RequestSpecification;

/** A process that a client can speak to. */
interface Door extends AutoCloseable {

    /** A request straight to this process, without a token. */
    RequestSpecification anonymous();

    /** Likewise; an empty token is none. */
    default RequestSpecification with(String token) {
        return token.isEmpty() ? anonymous() : anonymous().header("Authorization", "Bearer " + token);
    }

    @Override
    void close();
}
