package io.asyncrpc.core.seal;

import io.asyncrpc.core.audit.Deed;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A batch of deeds, and a hash over them and the seal before, so that nothing in them can be another than it was
 * ({@code docs/contracts/audit-seal.v1.json}).
 *
 * @param firstEntry the number of its first deed; the others follow
 */
record Seal(long number, Instant at, long firstEntry, long lastEntry, byte[] hash) {
    /** Before the first one. */
    static final Seal NONE = new Seal(0, Instant.EPOCH, 1, 0, new byte[32]);

    /** @param deeds in their order, at least one */
    Seal next(List<Deed> deeds, Instant at) {
        long first = lastEntry + 1;
        return new Seal(number + 1, at, first, lastEntry + deeds.size(), hash(deeds, number + 1, at, first));
    }

    private byte[] hash(List<Deed> deeds, long sealNumber, Instant sealedAt, long first) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(deeds.size() * 200);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(hash);
            out.writeLong(sealNumber);
            out.writeLong(micros(sealedAt));
            long entry = first;
            for (Deed deed : deeds) {
                out.writeLong(entry++);
                write(out, deed);
            }
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has it", e);
        }
    }

    private static void write(DataOutputStream out, Deed deed) throws IOException {
        out.writeLong(micros(deed.at()));
        for (String text : List.of(
                deed.id().toString(), deed.org(), deed.actor(), deed.action().name(), deed.target(), deed.detail())) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(utf8.length);
            out.write(utf8);
        }
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }
}
