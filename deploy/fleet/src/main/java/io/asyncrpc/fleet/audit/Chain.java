package io.asyncrpc.fleet.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Goes along the seals from the first, and says what does not fit ({@code docs/contracts/audit-seal.v1.json}). */
final class Chain {
    private final List<String> faults = new ArrayList<>();
    private Seal last;

    Chain(Seal last) {
        this.last = last;
    }

    Seal last() {
        return last;
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    /** @param entries those up to the seal's last one, by number */
    void take(Seal seal, List<Entry> entries) {
        if (seal.number() != last.number() + 1) {
            faults.add("seals are missing between %d and %d".formatted(last.number(), seal.number()));
        }
        if (seal.firstEntry() != last.lastEntry() + 1) {
            faults.add("seal %d begins with entry %d, the one before ends with %d"
                    .formatted(seal.number(), seal.firstEntry(), last.lastEntry()));
        }
        count(seal, entries);
        if (!hash(seal, entries).equals(seal.hash())) {
            faults.add("seal %d does not fit entries %d to %d: something in them was changed, added, removed or moved"
                    .formatted(seal.number(), seal.firstEntry(), seal.lastEntry()));
        }
        last = seal;
    }

    /** Nothing has a number that no seal gave it. */
    void unsealed(Entry entry) {
        faults.add("entry %d is under no seal".formatted(entry.number()));
    }

    private void count(Seal seal, List<Entry> entries) {
        long expected = seal.firstEntry();
        for (Entry entry : entries) {
            if (entry.number() < expected) {
                faults.add("entry %d is one too many".formatted(entry.number()));
                continue;
            }
            missing(expected, entry.number());
            if (entry.seal() != seal.number()) {
                faults.add(
                        "entry %d names seal %d instead of %d".formatted(entry.number(), entry.seal(), seal.number()));
            }
            expected = entry.number() + 1;
        }
        missing(expected, seal.lastEntry() + 1);
    }

    private void missing(long from, long until) {
        if (from < until) {
            faults.add(
                    from + 1 == until
                            ? "entry %d is missing".formatted(from)
                            : "entries %d to %d are missing".formatted(from, until - 1));
        }
    }

    private String hash(Seal seal, List<Entry> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(HexFormat.of().parseHex(last.hash()));
            out.writeLong(seal.number());
            out.writeLong(seal.atMicros());
            for (Entry entry : entries) {
                out.writeLong(entry.number());
                out.writeLong(entry.atMicros());
                for (String text : entry.texts()) {
                    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(utf8.length);
                    out.write(utf8);
                }
            }
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has it", e);
        }
    }
}
