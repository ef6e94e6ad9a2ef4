package io.asyncrpc.core.task;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that tells bodies apart. */
public final class Sha256 {
    private Sha256() {}

    public static byte[] of(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has it", e);
        }
    }
}
