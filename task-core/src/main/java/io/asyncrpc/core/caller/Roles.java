package io.asyncrpc.core.caller;

/** Roles in the token's {@code groups}; each includes the ones before it. */
public final class Roles {
    public static final String VIEWER = "viewer";
    public static final String OPERATOR = "operator";
    public static final String ADMIN = "admin";

    private Roles() {}
}
