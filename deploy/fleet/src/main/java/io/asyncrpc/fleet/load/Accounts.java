package io.asyncrpc.fleet.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.net.Call;
import io.asyncrpc.fleet.net.Calls;
import io.asyncrpc.fleet.net.Loop;
import io.asyncrpc.fleet.net.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The accounts of an organisation's devices, made where they are missing. */
public final class Accounts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 16;
    private static final int TRIES = 40;
    private static final long PAUSE_MICROS = 500_000;

    private final Map<String, String> passwords;
    private final Loop loop;
    private final Calls calls;
    private final String token;
    private final AccountFile file;

    Accounts(Loop loop, Calls calls, String token, AccountFile file) {
        this.loop = loop;
        this.calls = calls;
        this.token = token;
        this.file = file;
        this.passwords = file.read();
    }

    /** Makes those of an organisation that are not there yet, for runs that have no API; waits for it. */
    public static void make(Installation place, String organisation, int devices) {
        try (Loop loop = new Loop()) {
            String token = place.tokens().admin(organisation);
            AccountFile file = AccountFile.of(place, organisation);
            new Accounts(loop, new Calls(loop, place.api()), token, file).of(devices);
        }
    }

    /** Makes those that are not there yet; waits for it. */
    List<Account> of(int devices) {
        List<String> ids = file.ids(devices);
        if (!isKnown(ids.getFirst())) {
            passwords.clear();
        }
        Queue<String> missing = new ArrayDeque<>(ids);
        missing.removeAll(passwords.keySet());
        int lanes = Math.min(AT_ONCE, missing.size());
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            done.add(end);
            loop.run(() -> makeNext(missing, end));
        }
        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).join();
        file.write(passwords);
        return ids.stream()
                .map(id -> new Account(id, passwords.getOrDefault(id, "")))
                .toList();
    }

    /** On the loop: a new password for one whose old one is refused. */
    void renew(String deviceId, Consumer<Account> then) {
        make(
                deviceId,
                TRIES,
                () -> then.accept(new Account(deviceId, passwords.getOrDefault(deviceId, ""))),
                why -> {});
    }

    private void makeNext(Queue<String> missing, CompletableFuture<Void> end) {
        String id = missing.poll();
        if (id == null) {
            end.complete(null);
            return;
        }
        make(
                id,
                TRIES,
                () -> makeNext(missing, end),
                why -> end.completeExceptionally(
                        new IllegalStateException("device " + id + " cannot be made: " + why)));
    }

    private void make(String id, int tries, Runnable then, Consumer<String> failed) {
        Retry retry = new Retry(tries, left -> make(id, left, then, failed), failed);
        calls.send(
                Call.send("PUT", "/api/v1/devices/" + id, token, "{}".getBytes(UTF_8)),
                retry.on(registered -> calls.send(
                        Call.send("POST", "/api/v1/devices/" + id + "/credentials", token, new byte[0]),
                        retry.on(shown -> {
                            passwords.put(id, shown.path("password").asText());
                            then.run();
                        }))));
    }

    /** Tries again as long as the house is busy or away. */
    private final class Retry {

        private final int left;
        private final Consumer<Integer> again;
        private final Consumer<String> failed;

        Retry(int left, Consumer<Integer> again, Consumer<String> failed) {
            this.left = left;
            this.again = again;
            this.failed = failed;
        }

        Reply on(Consumer<JsonNode> success) {
            return new Reply() {
                @Override
                public void answered(Got got) {
                    if (got.status() < 300) {
                        success.accept(json(got.body()));
                    } else if (got.status() == 429 || got.status() >= 500) {
                        lost("status " + got.status());
                    } else {
                        failed.accept("status " + got.status() + " " + new String(got.body(), UTF_8));
                    }
                }

                @Override
                public void lost(String why) {
                    if (left > 0) {
                        loop.after(PAUSE_MICROS, () -> again.accept(left - 1));
                    } else {
                        failed.accept(why);
                    }
                }
            };
        }
    }

    /** False if the installation was wiped since the accounts were made. */
    private boolean isKnown(String deviceId) {
        CompletableFuture<Boolean> known = new CompletableFuture<>();
        loop.run(() -> calls.send(Call.get("/api/v1/devices/" + deviceId, token), new Reply() {
            @Override
            public void answered(Got got) {
                known.complete(got.status() == 200);
            }

            @Override
            public void lost(String why) {
                known.completeExceptionally(new IllegalStateException("no answer from the API: " + why));
            }
        }));
        return known.join();
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
