package io.asyncrpc.core.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The bridge's account API, another service: a real HTTP server that keeps what it was asked and can be away or slow. */
public final class BridgeApi {
    private static final BridgeApi BRIDGE = new BridgeApi();

    /** What was asked, such as {@code PUT pump-7}, in the order of coming. */
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private final Set<String> accounts = ConcurrentHashMap.newKeySet();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Set<String> away = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, CountDownLatch> slow = new ConcurrentHashMap<>();
    private final AtomicInteger twoAtOnce = new AtomicInteger();
    private final BridgeCertificates certificates = new BridgeCertificates();

    public static BridgeApi bridge() {
        return BRIDGE;
    }

    private BridgeApi() {
        try {
            URI url = URI.create(Tokens.config("BRIDGE_URL"));
            HttpServer server = HttpServer.create(new InetSocketAddress(url.getHost(), url.getPort()), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/accounts/", this::handle);
            server.createContext("/", certificates::handle);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            String deviceId = path[2];
            calls.add(exchange.getRequestMethod() + " " + deviceId);
            if (!busy.add(deviceId)) {
                twoAtOnce.incrementAndGet();
            }
            CountDownLatch latch = slow.get(deviceId);
            if (latch != null) {
                latch.await();
            }
            answer(exchange, deviceId);
            busy.remove(deviceId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String deviceId) throws IOException {
        if (!("Bearer " + Tokens.config("HOUSE_TOKEN"))
                .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.sendResponseHeaders(401, -1);
        } else if (away.contains(deviceId)) {
            exchange.sendResponseHeaders(503, -1);
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            accounts.remove(deviceId);
            exchange.sendResponseHeaders(204, -1);
        } else if (exchange.getRequestMethod().equals("PUT")) {
            exchange.sendResponseHeaders(accounts.add(deviceId) ? 201 : 204, -1);
        } else {
            accounts.add(deviceId);
            byte[] body = ("{\"username\":\"" + deviceId + "\",\"password\":\"secret-" + calls.size() + "\"}")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** From now on this device's account cannot be worked on. */
    public void goAway(String deviceId) {
        away.add(deviceId);
    }

    public void comeBack(String deviceId) {
        away.remove(deviceId);
    }

    /** Calls for this device hang until {@link #hurry}. */
    public void hang(String deviceId) {
        slow.put(deviceId, new CountDownLatch(1));
    }

    public void hurry(String deviceId) {
        CountDownLatch latch = slow.remove(deviceId);
        if (latch != null) {
            latch.countDown();
        }
    }

    /** As if the broker had been set back: an account is gone, or one is there again. */
    public void lose(String deviceId) {
        accounts.remove(deviceId);
    }

    public void findAgain(String deviceId) {
        accounts.add(deviceId);
    }

    public boolean hasAccount(String deviceId) {
        return accounts.contains(deviceId);
    }

    public List<String> callsFor(String deviceId) {
        List<String> all = new ArrayList<>(calls);
        all.removeIf(call -> !call.endsWith(" " + deviceId));
        return all;
    }

    public BridgeCertificates certificates() {
        return certificates;
    }

    public int twoAtOnce() {
        return twoAtOnce.get();
    }
}
