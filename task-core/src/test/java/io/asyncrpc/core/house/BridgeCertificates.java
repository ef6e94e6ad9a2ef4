package io.asyncrpc.core.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.asyncrpc.core.task.Sha256;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The bridge's API for certificates: keeps what it was told, and can refuse or be away. It signs by giving a number. */
public final class BridgeCertificates {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> wishes = new CopyOnWriteArrayList<>();
    private final List<JsonNode> lists = new CopyOnWriteArrayList<>();
    private volatile boolean isAway;
    private volatile Instant end = Instant.MAX;
    private volatile int outdated;

    void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!("Bearer " + Tokens.config("HOUSE_TOKEN"))
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, "{}");
            } else if (isAway) {
                answer(exchange, 503, "{\"detail\":\"away\"}");
            } else if (exchange.getRequestURI().getPath().equals("/revocations")) {
                revocations(exchange, body);
            } else {
                sign(exchange, JSON.readTree(body));
            }
        }
    }

    private void sign(HttpExchange exchange, JsonNode wish) throws IOException {
        wishes.add(wish);
        String csr = wish.path("csr").asText();
        if (csr.startsWith("refuse")) {
            answer(exchange, 422, "{\"detail\":\"the key must be better\"}");
        } else if (csr.startsWith("garbage")) {
            answer(exchange, 400, "{\"detail\":\"there is no PEM\"}");
        } else {
            Instant wanted = Instant.parse(wish.path("notAfter").asText());
            String serial = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
            answer(
                    exchange,
                    201,
                    JSON.createObjectNode()
                            .put("serial", serial)
                            .put("notAfter", end.isBefore(wanted) ? end.toString() : wanted.toString())
                            .put("key", HexFormat.of().formatHex(Sha256.of(key(csr).getBytes(UTF_8))))
                            .put("chain", "chain of " + serial)
                            .toString());
        }
    }

    /** What comes after {@code key=}, if that is there. */
    private static String key(String csr) {
        return csr.substring(csr.indexOf("key=") + 1);
    }

    private void revocations(HttpExchange exchange, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            long number = lists.isEmpty() ? 0 : lists.getLast().path("number").asLong();
            answer(exchange, 200, "{\"number\":" + number + "}");
        } else if (outdated > 0) {
            outdated--;
            answer(exchange, 409, "{\"detail\":\"as new\"}");
        } else {
            JsonNode list = JSON.readTree(body);
            lists.add(list);
            answer(exchange, 200, "list " + list.path("number").asText());
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** From then on nothing that it signs is good. */
    public void endAt(Instant time) {
        end = time;
    }

    public void goAway() {
        isAway = true;
    }

    public void comeBack() {
        isAway = false;
        end = Instant.MAX;
    }

    /** So often it has a newer list than the one it is told. */
    public void beAhead(int times) {
        outdated = times;
    }

    /** What it was asked to sign with this in the request. */
    public List<JsonNode> wishes(String part) {
        return wishes.stream()
                .filter(wish -> wish.path("csr").asText().contains(part))
                .toList();
    }

    /** The last list it was told. */
    public JsonNode list() {
        return lists.getLast();
    }

    /** Whether the last list has that certificate. */
    public boolean listsSerial(String serial) {
        return !lists.isEmpty()
                && list().path("revoked")
                        .valueStream()
                        .anyMatch(one -> one.path("serial").asText().equals(serial));
    }

    /** Whether it was ever told to close the connections of that device. */
    public boolean disconnected(String deviceId) {
        return lists.stream()
                .flatMap(list -> list.path("disconnect").valueStream())
                .anyMatch(id -> id.asText().equals(deviceId));
    }
}
