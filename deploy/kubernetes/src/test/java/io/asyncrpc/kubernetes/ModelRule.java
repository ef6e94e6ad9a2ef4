package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Every field is one that Kubernetes knows, at that place and of that type, and none that it needs is missing. */
final class ModelRule implements Rule {
    private static final String MODELS = "io.kubernetes.client.openapi.models.";
    private static final Map<String, String> VERSIONS = Map.ofEntries(
            Map.entry("v1", "V1"),
            Map.entry("apps/v1", "V1"),
            Map.entry("batch/v1", "V1"),
            Map.entry("policy/v1", "V1"),
            Map.entry("networking.k8s.io/v1", "V1"),
            Map.entry("autoscaling/v2", "V2"));

    /** What was said before is not looked at again: most of it stays as it is from one lie to the next. */
    private final Map<JsonNode, List<String>> said = new HashMap<>();

    @Override
    public void check(Manifests manifests, Consumer<String> objection) {
        for (Resource resource : manifests.all()) {
            said.computeIfAbsent(resource.json(), unknown -> objections(resource))
                    .forEach(what -> objection.accept(resource + ": " + what));
        }
    }

    private static List<String> objections(Resource resource) {
        List<String> objections = new ArrayList<>();
        String version = resource.at("/apiVersion").asText();
        if (VERSIONS.containsKey(version)) {
            check(VERSIONS.get(version) + resource.kind(), resource.json(), objections::add);
        } else {
            CustomModel.of(version, resource.kind())
                    .ifPresentOrElse(
                            model -> model.check(resource.json(), objections::add),
                            () -> objections.add("no model of it"));
        }
        return objections;
    }

    /** @param model such as {@code V1Deployment} */
    static void check(String model, JsonNode json, Consumer<String> objection) {
        try {
            Class<?> type = Class.forName(MODELS + model);
            JsonElement element = JsonParser.parseString(json.toString());
            type.getMethod("validateJsonElement", JsonElement.class).invoke(null, element);
            Object unused = JSON.getGson().fromJson(element, type);
        } catch (InvocationTargetException e) {
            objection.accept(String.valueOf(e.getCause()));
        } catch (JsonParseException | IllegalArgumentException e) {
            objection.accept(String.valueOf(e.getMessage()));
        } catch (ReflectiveOperationException e) {
            objection.accept("no model " + model);
        }
    }
}
