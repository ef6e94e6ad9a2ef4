package io.asyncrpc.gateway.key;

import io.asyncrpc.gateway.problem.Problem;

/** Why no key let anybody in, as metrics tell it beside the reasons of tokens; {@code detail} is told to whoever asked. */
enum KeyRefusal {
    KEY_AND_TOKEN("Send a token or a key, not both."),
    KEY_NOT_TAKEN("API keys are not taken here."),
    KEY_UNREADABLE("This is no API key."),
    KEY_UNKNOWN("The API key is not known."),
    KEY_REVOKED("The API key was revoked."),
    KEY_EXPIRED("The API key has expired."),
    KEY_FLOOD("Too many unknown API keys at once."),
    KEYS_UNCHECKED("API keys cannot be checked at the moment.");

    private final String detail;

    KeyRefusal(String detail) {
        this.detail = detail;
    }

    Problem problem() {
        return switch (this) {
            case KEYS_UNCHECKED -> Problem.unavailable(detail);
            case KEY_FLOOD -> Problem.rateLimited(detail, 1);
            case KEY_AND_TOKEN, KEY_NOT_TAKEN, KEY_UNREADABLE, KEY_UNKNOWN, KEY_REVOKED, KEY_EXPIRED ->
                Problem.unauthenticated(detail, false);
        };
    }
}
