package io.asyncrpc.core.caller;

import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.InvalidAlgorithmException;
import org.jose4j.lang.UnresolvableKeyException;

/** Why a token was refused, as metrics tell it. */
enum Refusal {
    UNREADABLE,
    ALGORITHM,
    KEY,
    SIGNATURE,
    EXPIRED,
    NOT_YET_VALID,
    ISSUER,
    AUDIENCE,
    KEYS_AWAY;

    static Refusal of(Throwable e) {
        Refusal found = UNREADABLE;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidAlgorithmException) {
                return ALGORITHM;
            }
            if (cause instanceof UnresolvableKeyException) {
                found = KEY;
            }
            if (cause instanceof InvalidJwtException invalid && found == UNREADABLE) {
                found = byCode(invalid);
            }
        }
        return found;
    }

    private static Refusal byCode(InvalidJwtException e) {
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
        return e.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || e.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)
                ? AUDIENCE
                : UNREADABLE;
    }
}
