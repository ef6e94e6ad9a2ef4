package io.asyncrpc.fleet.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncrpc.fleet.net.Call;
import io.asyncrpc.fleet.net.Calls;
import io.asyncrpc.fleet.net.Loop;
import io.asyncrpc.fleet.net.Reply;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Devices that never come, and tasks that wait for them. */
public final class Waiters implements AutoCloseable {

    private static final int AT_ONCE = 16;
    private static final long LONGEST_TTL = 2_678_340;

    private final Loop loop = new Loop();
    private final Calls calls;
    private final String token;

    public Waiters(URI api, String token) {
        this.calls = new Calls(loop, api);
        this.token = token;
    }

    public void register(List<String> devices) {
        all(devices.stream()
                .map(device -> Call.send("PUT", "/api/v1/devices/" + device, token, "{}".getBytes(UTF_8)))
                .toList());
    }

    public void submit(List<String> devices, int tasksEach) {
        List<Call> submissions = new ArrayList<>();
        for (String device : devices) {
            byte[] body = "{\"deviceId\":\"%s\",\"method\":\"17\",\"payload\":{\"set\":\"valve\"},\"ttl\":%d}"
                    .formatted(device, LONGEST_TTL)
                    .getBytes(UTF_8);
            for (int i = 0; i < tasksEach; i++) {
                submissions.add(Call.send("POST", "/api/v1/tasks", token, body));
            }
        }
        all(submissions);
    }

    @Override
    public void close() {
        loop.close();
    }

    private void all(List<Call> toDo) {
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[AT_ONCE];
        for (int lane = 0; lane < AT_ONCE; lane++) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            int first = lane;
            loop.run(() -> next(toDo, first, end));
            lanes[lane] = end;
        }
        CompletableFuture.allOf(lanes).join();
    }

    private void next(List<Call> toDo, int index, CompletableFuture<Void> end) {
        if (index >= toDo.size()) {
            end.complete(null);
            return;
        }
        calls.send(toDo.get(index), new Reply() {
            @Override
            public void answered(Got got) {
                if (got.status() < 300) {
                    next(toDo, index + AT_ONCE, end);
                } else {
                    lost("status " + got.status() + " " + new String(got.body(), UTF_8));
                }
            }

            @Override
            public void lost(String why) {
                end.completeExceptionally(new IllegalStateException(
                        toDo.get(index).method() + " " + toDo.get(index).path() + ": " + why));
            }
        });
    }
}
