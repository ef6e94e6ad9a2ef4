package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Everything that one overlay brings. */
record Manifests(List<Resource> all) {
    static final ObjectMapper YAML = new YAMLMapper();

    static Manifests read(String yaml) {
        List<Resource> all = new ArrayList<>();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                if (document.isObject()) {
                    all.add(new Resource(document));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Manifests(all);
    }

    Manifests copy() {
        return new Manifests(all.stream()
                .map(resource -> new Resource(resource.json().deepCopy()))
                .toList());
    }

    Stream<Resource> of(String kind) {
        return all.stream().filter(resource -> resource.kind().equals(kind));
    }

    Optional<Resource> find(String kind, String name) {
        return all.stream().filter(resource -> resource.is(kind, name)).findFirst();
    }

    List<Pods> pods() {
        return all.stream().flatMap(resource -> Pods.madeBy(resource).stream()).toList();
    }

    List<Pods> pods(Predicate<Map<String, String>> selector) {
        return pods().stream().filter(pods -> selector.test(pods.labels())).toList();
    }

    /** What a container finds in its environment; secrets as "secret". */
    Map<String, String> environment(JsonNode container) {
        Map<String, String> environment = new HashMap<>();
        for (JsonNode source : container.path("envFrom")) {
            find("ConfigMap", source.at("/configMapRef/name").asText())
                    .ifPresent(map -> environment.putAll(Resource.texts(map.at("/data"))));
        }
        for (JsonNode variable : container.path("env")) {
            JsonNode key = variable.at("/valueFrom/configMapKeyRef");
            String value = find("ConfigMap", key.path("name").asText())
                    .map(map -> map.at("/data").path(key.path("key").asText()).asText("secret"))
                    .orElse("secret");
            environment.put(
                    variable.path("name").asText(),
                    expanded(variable.path("value").asText(value), environment));
        }
        return environment;
    }

    /** {@code $(NAME)} stands for a variable that was told before. */
    private static String expanded(String value, Map<String, String> environment) {
        return Pattern.compile("\\$\\((\\w+)\\)")
                .matcher(value)
                .replaceAll(name -> Matcher.quoteReplacement(environment.getOrDefault(name.group(1), name.group())));
    }

    ObjectNode edit(String kind, String name) {
        return (ObjectNode) all.stream()
                .filter(resource ->
                        resource.kind().equals(kind) && resource.name().startsWith(name))
                .findFirst()
                .orElseThrow()
                .json();
    }
}
