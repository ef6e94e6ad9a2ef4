package io.asyncrpc.gateway.openapi;

import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.problem.ProblemWriter;
import io.asyncrpc.gateway.route.Kept;
import io.asyncrpc.gateway.route.RouteConfig;
import io.asyncrpc.gateway.route.RouteTable;
import io.asyncrpc.gateway.route.ServiceClient;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/**
 * {@code /q/openapi}: fetched from the services when asked for, so a service's new field is here without us. What they
 * told last is shown while one of them does not answer.
 */
@Singleton
class OpenApiResource {
    /** A service that just started has its document to make first. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final OpenApiConfig config;
    private final RouteConfig routes;
    private final RouteTable table;
    private final ServiceClient client;
    private final Kept<Buffer> document;

    OpenApiResource(OpenApiConfig config, RouteConfig routes, RouteTable table, ServiceClient client) {
        this.config = config;
        this.routes = routes;
        this.table = table;
        this.client = client;
        this.document = new Kept<>(config.keep(), this::putTogether);
    }

    void register(@Observes Router router) {
        router.get("/q/openapi").order(0).handler(this::show);
    }

    private void show(RoutingContext context) {
        document.getOrLast()
                .onSuccess(json -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(json))
                .onFailure(cause -> ProblemWriter.write(
                        context.response(), Problem.unavailable("A service does not tell what it offers.")));
    }

    private Future<Buffer> putTogether() {
        List<Future<Part>> parts = new TreeMap<>(routes.services())
                .entrySet().stream()
                        .map(service ->
                                fetch(service.getKey(), service.getValue().url()))
                        .toList();
        return Future.all(parts).map(all -> merge(all.list()));
    }

    private Future<Part> fetch(String service, URI home) {
        return client.get(home.resolve("/q/openapi?format=json"), PATIENCE)
                .map(json -> new Part(service, json.toJsonObject()));
    }

    private Buffer merge(List<Part> parts) {
        OpenApiDocument whole = new OpenApiDocument(config.title(), config.version());
        parts.forEach(part -> whole.add(part.document, path -> table.leadsTo(part.service, path)));
        return whole.toJson().toBuffer();
    }

    private record Part(String service, JsonObject document) {}
}
