package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The fields of an operator's resource, from {@code custom/<group>.<kind>.yaml}: an object has its fields, a list the shape of
 * its items, a text names a type, and {@code V1...} a model of Kubernetes. A field that ends in {@code !} is needed.
 */
record CustomModel(JsonNode shape) {

    static Optional<CustomModel> of(String version, String kind) {
        String file = "/custom/" + version.replace('/', '.') + "." + kind + ".yaml";
        try (InputStream in = CustomModel.class.getResourceAsStream(file)) {
            return in == null ? Optional.empty() : Optional.of(new CustomModel(Manifests.YAML.readTree(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void check(JsonNode json, Consumer<String> objection) {
        check(shape, json, "", objection);
    }

    private static void check(JsonNode shape, JsonNode json, String path, Consumer<String> objection) {
        if (shape.isObject()) {
            checkFields(shape, json, path, objection);
        } else if (shape.isArray()) {
            if (!json.isArray()) {
                objection.accept(path + " is no list");
            }
            json.forEach(item -> check(shape.get(0), item, path + "[]", objection));
        } else if (shape.asText().startsWith("V1")) {
            ModelRule.check(shape.asText(), json, what -> objection.accept(path + ": " + what));
        } else if (!isOfType(shape.asText(), json)) {
            objection.accept(path + " is no " + shape.asText());
        }
    }

    private static void checkFields(JsonNode shape, JsonNode json, String path, Consumer<String> objection) {
        if (!json.isObject()) {
            objection.accept(path + " is no object");
            return;
        }
        json.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode known = shape.has(name) ? shape.get(name) : shape.path(name + "!");
            if (known.isMissingNode()) {
                objection.accept("unknown field " + path + "/" + name);
            } else {
                check(known, field.getValue(), path + "/" + name, objection);
            }
        });
        shape.fieldNames().forEachRemaining(name -> {
            if (name.endsWith("!") && !json.has(name.substring(0, name.length() - 1))) {
                objection.accept("missing field " + path + "/" + name);
            }
        });
    }

    private static boolean isOfType(String type, JsonNode json) {
        return switch (type) {
            case "text" -> json.isTextual();
            case "number" -> json.isIntegralNumber();
            case "truth" -> json.isBoolean();
            case "quantity" -> json.asText().matches("[0-9]+(\\.[0-9]+)?([mkMGT]|[KMGT]i)?");
            case "texts" -> json.isArray() && Resource.each(json).allMatch(JsonNode::isTextual);
            case "map" -> json.isObject() && Resource.each(json).allMatch(JsonNode::isTextual);
            default -> throw new IllegalArgumentException(type);
        };
    }
}
