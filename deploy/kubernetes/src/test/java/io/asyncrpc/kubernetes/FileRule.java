package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A file that a setting or a command names is in a volume of that container; what a program writes is not read-only. */
record FileRule(Secrets secrets) implements Rule {

    @Override
    public void check(Manifests manifests, Consumer<String> objection) {
        for (Pods pods : manifests.pods()) {
            pods.containers().forEach(container -> {
                Consumer<String> here = what ->
                        objection.accept(pods + "/" + container.path("name").asText() + ": " + what);
                for (String path : paths(manifests, pods, container)) {
                    check(manifests, pods, container, path, here);
                }
            });
        }
    }

    /** The variables of {@code fill} are what the container beside it works with. */
    private static List<String> paths(Manifests manifests, Pods pods, JsonNode container) {
        List<String> paths = new ArrayList<>();
        boolean isMain = container.equals(pods.main());
        for (JsonNode other : isMain ? pods.containers().toList() : List.of(container)) {
            if (isMain || !container.path("envFrom").has(0)) {
                manifests.environment(other).values().forEach(paths::add);
            }
        }
        container.path("command").forEach(word -> paths.add(word.asText()));
        return paths.stream()
                .filter(path -> path.matches("/(etc|run)/(iot|edge)/.*"))
                .toList();
    }

    private void check(Manifests manifests, Pods pods, JsonNode container, String path, Consumer<String> objection) {
        for (JsonNode mount : container.path("volumeMounts")) {
            String place = mount.path("mountPath").asText();
            if (path.equals(place)) {
                return;
            }
            if (path.startsWith(place + "/")) {
                Set<String> files =
                        files(manifests, volume(pods, mount.path("name").asText()));
                if (!files.contains("*") && !files.contains(path.substring(place.length() + 1))) {
                    objection.accept("no file " + path);
                }
                return;
            }
        }
        objection.accept("nothing is mounted for " + path);
    }

    private static JsonNode volume(Pods pods, String name) {
        return Resource.each(pods.spec().path("volumes"))
                .filter(volume -> volume.path("name").asText().equals(name))
                .findFirst()
                .orElse(Manifests.YAML.missingNode());
    }

    /** {@code *} for a volume that is filled at run time. */
    private Set<String> files(Manifests manifests, JsonNode volume) {
        Set<String> files = new HashSet<>();
        if (volume.has("emptyDir")) {
            files.add("*");
        }
        volume.at("/secret/items").forEach(item -> files.add(item.path("path").asText()));
        if (files.isEmpty()) {
            files.addAll(secrets.keys(volume.at("/secret/secretName").asText()));
        }
        manifests
                .find("ConfigMap", volume.at("/configMap/name").asText())
                .map(map -> Map.copyOf(Resource.texts(map.at("/data"))).keySet())
                .ifPresent(files::addAll);
        return files;
    }
}
