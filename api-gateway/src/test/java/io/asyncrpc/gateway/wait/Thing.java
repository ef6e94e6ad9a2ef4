package io.asyncrpc.gateway.wait;

import io.asyncrpc.gateway.RecordingService;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Something with a version behind the door, shown as the core shows a task. */
final class Thing {
    static final String ALL = "/api/v1/tasks";

    private final String id = UUID.randomUUID().toString();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile int version = 1;
    private volatile boolean isFinal;
    private volatile int padding;
    private volatile Runnable afterLooking = () -> {};

    Thing(RecordingService service) {
        service.answer(path(), (request, body) -> show(request));
    }

    String id() {
        return id;
    }

    String path() {
        return ALL + "/" + id;
    }

    /** What the service says when it changes. */
    Change move(boolean toTheEnd) {
        version++;
        isFinal = toTheEnd;
        return new Change(id, version, toTheEnd);
    }

    Thing padded(int bytes) {
        padding = bytes;
        return this;
    }

    /** Done once, after the next read has looked and before its answer is on its way. */
    void afterLooking(Runnable once) {
        afterLooking = once;
    }

    int reads() {
        return reads.get();
    }

    /** For a test that shows it in its own way. */
    int countRead() {
        return reads.incrementAndGet();
    }

    String body() {
        return "{\"version\":" + version + ",\"padding\":\"" + "x".repeat(padding) + "\"}";
    }

    String etag() {
        return "W/\"" + version + "\"";
    }

    void show(HttpServerRequest request) {
        reads.incrementAndGet();
        HttpServerResponse response =
                request.response().putHeader("ETag", etag()).putHeader("Task-Final", Boolean.toString(isFinal));
        String known = request.getHeader("If-None-Match");
        boolean isKnown = "*".equals(known) || etag().equals(known);
        String body = body();
        Runnable once = afterLooking;
        afterLooking = () -> {};
        once.run();
        if (isKnown) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader("Content-Type", "application/json").end(body);
        }
    }

    /** The answer to the POST that makes it. */
    void accepted(HttpServerResponse response) {
        response.setStatusCode(202)
                .putHeader("Content-Type", "application/json")
                .putHeader("Location", path())
                .putHeader("ETag", etag())
                .putHeader("Task-Final", Boolean.toString(isFinal))
                .putHeader("Idempotency-Replayed", "true")
                .end(body());
    }
}
