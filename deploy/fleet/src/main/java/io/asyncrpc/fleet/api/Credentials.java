package io.asyncrpc.fleet.api;

/** A device's account on the broker, shown once. */
public record Credentials(String username, String password) {

    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}
