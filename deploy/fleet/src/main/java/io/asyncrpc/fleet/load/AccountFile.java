package io.asyncrpc.fleet.load;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.fleet.device.DeviceChannel.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The passwords of an organisation's devices, which are named {@code <org>-00000} and on. They are kept for the next run,
 * since making thousands of accounts takes longer than many a run.
 */
public final class AccountFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String organisation;
    private final Path file;

    AccountFile(Path folder, String organisation) {
        this.organisation = organisation;
        this.file = folder.resolve("accounts-" + organisation + ".json");
    }

    public static AccountFile of(Installation place, String organisation) {
        return new AccountFile(place.state().resolve("fleet"), organisation);
    }

    Path path() {
        return file;
    }

    /** @throws IllegalArgumentException if one of so many was not made yet */
    public List<Account> first(int devices) {
        Map<String, String> passwords = read();
        return ids(devices).stream().map(id -> account(id, passwords)).toList();
    }

    List<String> ids(int devices) {
        return IntStream.range(0, devices)
                .mapToObj(index -> "%s-%05d".formatted(organisation, index))
                .toList();
    }

    Map<String, String> read() {
        if (!Files.exists(file)) {
            return new TreeMap<>();
        }
        try {
            return JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Readable for its owner alone. */
    void write(Map<String, String> passwords) {
        try {
            Files.createDirectories(file.getParent());
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            JSON.writeValue(file.toFile(), passwords);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Account account(String id, Map<String, String> passwords) {
        String password = passwords.get(id);
        if (password == null) {
            throw new IllegalArgumentException("device " + id + " has no account yet");
        }
        return new Account(id, password);
    }
}
