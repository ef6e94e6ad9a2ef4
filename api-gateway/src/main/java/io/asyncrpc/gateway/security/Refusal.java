package io.asyncrpc.gateway.security;

import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.InvalidAlgorithmException;
import org.jose4j.lang.UnresolvableKeyException;

/** Why nobody was let in, as metrics tell it; {@code detail} is told to whoever asked. */
enum Refusal {
    MISSING("A bearer token is needed."),
    UNREADABLE("The token is unreadable or incomplete."),
    ALGORITHM("The token is signed in a way that is not taken here."),
    KEY("The token's key is not known here."),
    SIGNATURE("The token's signature is not right."),
    EXPIRED("The token has expired."),
    NOT_YET_VALID("The token is not valid yet."),
    ISSUER("The token is of another issuer."),
    AUDIENCE("The token is meant for others."),
    ORGANISATION("The token names no organisation."),
    ROLE("The token gives no role."),
    KEYS_AWAY("Tokens cannot be verified at the moment.");

    private final String detail;

    Refusal(String detail) {
        this.detail = detail;
    }

    String detail() {
        return detail;
    }

    static Refusal of(InvalidJwtException e) {
        if (e.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)) {
            return SIGNATURE;
        }
        if (e.hasErrorCode(ErrorCodes.EXPIRED)) {
            return EXPIRED;
        }
        if (e.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return NOT_YET_VALID;
        }
        if (e.hasErrorCode(ErrorCodes.ISSUER_INVALID) || e.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return ISSUER;
        }
        if (e.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || e.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return AUDIENCE;
        }
        return byCause(e);
    }

    private static Refusal byCause(Throwable e) {
        Refusal found = UNREADABLE;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidAlgorithmException) {
                return ALGORITHM;
            }
            if (cause instanceof UnresolvableKeyException) {
                found = KEY;
            }
        }
        return found;
    }
}
