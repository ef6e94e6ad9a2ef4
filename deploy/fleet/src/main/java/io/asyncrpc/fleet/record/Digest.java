package io.asyncrpc.fleet.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The short digest that stands in a record for a body. */
public final class Digest {

    private static final int BYTES = 8;

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Digest::sha256);

    private Digest() {}

    /** The first 16 hexadecimal digits of SHA-256. */
    public static String of(byte[] body) {
        return of(body, 0, body.length);
    }

    public static String of(byte[] body, int from, int length) {
        MessageDigest digest = SHA_256.get();
        digest.update(body, from, length);
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
