package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Takes what services export of their traces: OTLP over HTTP, in Protocol Buffers. */
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

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<byte[]> received = new CopyOnWriteArrayList<>();

    TraceStore() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                received.add(body);
                spans.addAll(read(new Protobuf(body)));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
    }

    /** Of a service that exports its traces to this one, soon. */
    List<String> settings() {
        return List.of(
                "OTEL_SDK_DISABLED=false",
                "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:"
                        + server.getAddress().getPort(),
                "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY=200ms");
    }

    List<Span> of(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    /** The parts of a trace, when all of those have come. */
    List<Span> await(String trace, String... what) {
        Awaitility.await("parts of a trace")
                .untilAsserted(() -> org.assertj.core.api.Assertions.assertThat(of(trace))
                        .extracting(Span::what)
                        .contains(what));
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
        server.stop(0);
    }
}
