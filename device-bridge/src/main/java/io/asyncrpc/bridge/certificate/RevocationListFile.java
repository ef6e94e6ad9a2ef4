package io.asyncrpc.bridge.certificate;

import java.io.IOException;
import java.io.Reader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.openssl.PEMParser;

/** The list of what was taken back, where the broker reads it at every handshake: the old one or the new one, never half of one. */
final class RevocationListFile {
    private final Path named;

    /**
     * Which list is there.
     *
     * @param number a higher one is newer; 0 if it tells none
     * @param end when it runs out
     */
    record Edition(BigInteger number, Instant end) {}

    /** @param named the file, or a link to it: the broker wants a name that is made of its issuer's */
    RevocationListFile(Path named) {
        this.named = named;
    }

    private Path file() throws IOException {
        return Files.isSymbolicLink(named) ? named.resolveSibling(Files.readSymbolicLink(named)) : named;
    }

    /** Empty if there is none that the broker could read. */
    Optional<Edition> edition() throws IOException {
        try (Reader reader = Files.newBufferedReader(file());
                PEMParser parser = new PEMParser(reader)) {
            return parser.readObject() instanceof X509CRLHolder list && list.getNextUpdate() != null
                    ? Optional.of(new Edition(number(list), list.getNextUpdate().toInstant()))
                    : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private static BigInteger number(X509CRLHolder list) {
        Extension number = list.getExtension(Extension.cRLNumber);
        return number == null
                ? BigInteger.ZERO
                : ASN1Integer.getInstance(number.getParsedValue()).getValue();
    }

    /** The name in between is none that the broker looks for. */
    void replace(X509CRLHolder list) throws IOException {
        Path file = file();
        Path next = file.resolveSibling("new-" + file.getFileName());
        Files.writeString(next, IssuingAuthority.pem(list));
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
