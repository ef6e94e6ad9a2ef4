package io.asyncrpc.core.certificate;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a certificate was taken back (RFC 5280, 5.3.1), in the spelling of {@code pki/ca revoke --reason}. */
enum Reason {
    UNSPECIFIED("unspecified", 0),
    KEY_COMPROMISE("keyCompromise", 1),
    AFFILIATION_CHANGED("affiliationChanged", 3),
    /** The device came with a newer one. */
    SUPERSEDED("superseded", 4),
    /** The device was deleted. */
    CESSATION_OF_OPERATION("cessationOfOperation", 5);

    private final String text;
    private final int number;

    Reason(String text, int number) {
        this.text = text;
        this.number = number;
    }

    String text() {
        return text;
    }

    int number() {
        return number;
    }

    static Optional<Reason> of(String text) {
        return Arrays.stream(values())
                .filter(reason -> reason.text.equals(text))
                .findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(Reason::text).collect(Collectors.joining(", "));
    }
}
