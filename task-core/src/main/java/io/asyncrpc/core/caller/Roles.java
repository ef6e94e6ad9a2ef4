package io.asyncrpc.core.caller;

/** Roles in the token's {@code groups}; each but the last includes the ones before it. */
public final class Roles {
    public static final String VIEWER = "viewer";
    public static final String OPERATOR = "operator";
    public static final String ADMIN = "admin";

    /** The gateway itself; only its own tokens can say so. */
    public static final String GATEWAY = "gateway";

    private Roles() {}
}
