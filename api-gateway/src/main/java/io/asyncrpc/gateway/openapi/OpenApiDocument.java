package io.asyncrpc.gateway.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Puts the services' own documents together. Only what the route table leads to is taken over, the security schemes
 * are the door's, and the server is the door, wherever it is reached.
 */
final class OpenApiDocument {
    private static final Logger LOG = Logger.getLogger(OpenApiDocument.class);
    private static final String SCHEME = "bearer";
    private static final String KEY = "key";

    private final JsonObject info;
    private final JsonObject paths = new JsonObject();
    private final JsonObject components = new JsonObject();
    private String openapi = "3.1.0";

    OpenApiDocument(String title, String version) {
        this.info = new JsonObject().put("title", title).put("version", version);
    }

    /** @param reachable whether a path of this service can be asked for at the door */
    OpenApiDocument add(JsonObject document, Predicate<String> reachable) {
        openapi = document.getString("openapi", openapi);
        document.getJsonObject("paths", new JsonObject()).forEach(path -> {
            if (reachable.test(path.getKey())) {
                put(paths, path.getKey(), withoutOwnSecurity((JsonObject) path.getValue()));
            }
        });
        document.getJsonObject("components", new JsonObject())
                .forEach(kind -> addComponents(kind.getKey(), kind.getValue()));
        return this;
    }

    JsonObject toJson() {
        JsonObject scheme =
                new JsonObject().put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
        JsonObject key =
                new JsonObject().put("type", "apiKey").put("in", "header").put("name", "x-api-key");
        components.put("securitySchemes", new JsonObject().put(SCHEME, scheme).put(KEY, key));
        return new JsonObject()
                .put("openapi", openapi)
                .put("info", info)
                .put("servers", new JsonArray().add(new JsonObject().put("url", "/")))
                .put(
                        "security",
                        new JsonArray()
                                .add(new JsonObject().put(SCHEME, new JsonArray()))
                                .add(new JsonObject().put(KEY, new JsonArray())))
                .put("paths", paths)
                .put("components", components);
    }

    private void addComponents(String kind, Object named) {
        JsonObject all = components.getJsonObject(kind, new JsonObject());
        ((JsonObject) named).forEach(component -> put(all, component.getKey(), component.getValue()));
        components.put(kind, all);
    }

    private static void put(JsonObject all, String name, Object value) {
        Object known = all.getValue(name);
        if (known == null) {
            all.put(name, value);
        } else if (!known.equals(value)) {
            LOG.warnf("Two services describe the same thing differently; the first is kept name=%s", name);
        }
    }

    private static JsonObject withoutOwnSecurity(JsonObject path) {
        JsonObject copy = path.copy();
        copy.forEach(operation -> {
            if (operation.getValue() instanceof JsonObject described) {
                described.remove("security");
            }
        });
        return copy;
    }
}
