package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Takes what services export of their traces: OTLP over gRPC, or over HTTP in Protocol Buffers. */
final class TraceStore implements AutoCloseable {

    /**
     * A part of a trace.
     *
     * @param parent its identifier; empty where the trace begins
     * @param links the traces that it has to do with besides
     */
    record Span(
            String service,
            String trace,
            String id,
            String parent,
            String name,
            Map<String, String> attributes,
            List<String> links) {

        /** Who did what. */
        String what() {
            return service + " " + name;
        }
    }

    private static final int FRAME = 5;
    private static final Buffer EMPTY_MESSAGE = Buffer.buffer(new byte[FRAME]);

    private final Vertx vertx;
    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<byte[]> received = new CopyOnWriteArrayList<>();

    TraceStore() {
        vertx = Vertx.vertx();
        server = vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void take(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/v1/traces" ->
                request.bodyHandler(body -> {
                    keep(body.getBytes());
                    response.end();
                });
            case "/opentelemetry.proto.collector.trace.v1.TraceService/Export" ->
                request.bodyHandler(body -> {
                    keep(unpacked(body));
                    response.putHeader("content-type", "application/grpc").putTrailer("grpc-status", "0");
                    response.end(EMPTY_MESSAGE);
                });
            default -> response.setStatusCode(404).end();
        }
    }

    private void keep(byte[] body) {
        received.add(body);
        spans.addAll(read(new Protobuf(body)));
    }

    /** Of one message in the frame of gRPC: whether it is compressed, its length, itself. */
    private static byte[] unpacked(Buffer framed) {
        assertThat(framed.getByte(0)).as("compressed").isZero();
        assertThat(framed.getInt(1)).as("length").isEqualTo(framed.length() - FRAME);
        return framed.getBytes(FRAME, framed.length());
    }

    /** Of a service that exports its traces to this one, soon, and in the way it does by default: gRPC. */
    List<String> settings() {
        return List.of(
                "OTEL_SDK_DISABLED=false",
                "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:" + server.actualPort(),
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY=200ms");
    }

    /** The same over HTTP. */
    List<String> settingsForHttp() {
        List<String> settings = new ArrayList<>(settings());
        settings.add("OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
        return settings;
    }

    List<Span> of(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    /** The parts of a trace, when all of those have come. */
    List<Span> await(String trace, String... what) {
        Awaitility.await("parts of a trace")
                .untilAsserted(
                        () -> assertThat(of(trace)).extracting(Span::what).contains(what));
        return of(trace);
    }

    /** Whether that stands in anything that was received. */
    boolean holds(String text) {
        return received.stream().anyMatch(bytes -> new String(bytes, UTF_8).contains(text));
    }

    private static List<Span> read(Protobuf request) {
        return request.messages(1).stream()
                .flatMap(resource -> {
                    String service =
                            attributes(resource.messages(1).getFirst(), 1).getOrDefault("service.name", "");
                    return resource.messages(2).stream()
                            .flatMap(scope -> scope.messages(2).stream())
                            .map(span -> span(service, span));
                })
                .toList();
    }

    private static Span span(String service, Protobuf span) {
        return new Span(
                service,
                hex(span.bytes(1)),
                hex(span.bytes(2)),
                hex(span.bytes(4)),
                new String(span.bytes(5), UTF_8),
                attributes(span, 9),
                span.messages(13).stream().map(link -> hex(link.bytes(1))).toList());
    }

    private static Map<String, String> attributes(Protobuf message, int number) {
        return message.messages(number).stream()
                .collect(Collectors.toMap(pair -> new String(pair.bytes(1), UTF_8), TraceStore::value));
    }

    private static String value(Protobuf pair) {
        Protobuf value = new Protobuf(pair.bytes(2));
        Function<Integer, Stream<byte[]>> texts = number -> value.all(number).stream();
        return texts.apply(1)
                .findFirst()
                .map(text -> new String(text, UTF_8))
                .orElseGet(() -> Long.toString(value.number(3)));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
