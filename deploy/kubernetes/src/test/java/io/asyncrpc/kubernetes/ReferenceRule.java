package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What is named is there: ConfigMaps, Secrets and their keys, volumes, accounts, what an autoscaler scales. */
record ReferenceRule(Secrets secrets) implements Rule {

    @Override
    public void check(Manifests manifests, Consumer<String> objection) {
        for (Pods pods : manifests.pods()) {
            Consumer<String> here = what -> objection.accept(pods + ": " + what);
            pods.spec().path("volumes").forEach(volume -> checkVolume(manifests, volume, here));
            pods.containers().forEach(container -> {
                container.path("envFrom").forEach(source -> {
                    checkNamed(manifests, source.path("configMapRef"), source.path("secretRef"), here);
                });
                container.path("env").forEach(variable -> checkVariable(manifests, variable.path("valueFrom"), here));
                checkMounts(pods, container, here);
            });
            String account = pods.spec().path("serviceAccountName").asText();
            if (pods.isDeployed() && manifests.find("ServiceAccount", account).isEmpty()) {
                here.accept("no service account " + account);
            }
        }
        manifests.of("HorizontalPodAutoscaler").forEach(scaler -> {
            JsonNode target = scaler.at("/spec/scaleTargetRef");
            if (manifests
                    .find(target.path("kind").asText(), target.path("name").asText())
                    .isEmpty()) {
                objection.accept(scaler + ": nothing to scale");
            }
        });
        engineSecrets(manifests).forEach(name -> {
            if (!secrets.has(name)) {
                objection.accept("an engine: no secret " + name);
            }
        });
    }

    private static Set<String> engineSecrets(Manifests manifests) {
        Set<String> names = new TreeSet<>();
        manifests
                .of("RabbitmqCluster")
                .forEach(broker -> names.addAll(Resource.texts(broker.at("/spec/tls")).entrySet().stream()
                        .filter(entry -> entry.getKey().endsWith("ecretName"))
                        .map(java.util.Map.Entry::getValue)
                        .toList()));
        manifests
                .of("Cluster")
                .forEach(database -> names.addAll(
                        Resource.texts(database.at("/spec/certificates")).values()));
        manifests
                .of("PodMonitor")
                .forEach(monitor -> monitor.at("/spec/podMetricsEndpoints").forEach(endpoint -> {
                    JsonNode ca = endpoint.at("/tlsConfig/ca/secret/name");
                    if (ca.isTextual()) {
                        names.add(ca.asText());
                    }
                }));
        return names;
    }

    private void checkNamed(Manifests manifests, JsonNode map, JsonNode secret, Consumer<String> objection) {
        if (map.isObject()
                && manifests.find("ConfigMap", map.path("name").asText()).isEmpty()) {
            objection.accept("no ConfigMap " + map.path("name").asText());
        }
        if (secret.isObject() && !secrets.has(secret.path("name").asText())) {
            objection.accept("no secret " + secret.path("name").asText());
        }
    }

    private void checkVariable(Manifests manifests, JsonNode from, Consumer<String> objection) {
        JsonNode secret = from.path("secretKeyRef");
        JsonNode map = from.path("configMapKeyRef");
        checkNamed(manifests, map, secret, objection);
        manifests
                .find("ConfigMap", map.path("name").asText())
                .filter(found -> !found.at("/data").has(map.path("key").asText()))
                .ifPresent(found -> objection.accept("no key " + map.path("key").asText() + " in " + found));
        if (secret.isObject()
                && !secrets.keys(secret.path("name").asText())
                        .contains(secret.path("key").asText())) {
            objection.accept("no key " + secret.path("key").asText() + " in secret "
                    + secret.path("name").asText());
        }
    }

    private void checkVolume(Manifests manifests, JsonNode volume, Consumer<String> objection) {
        JsonNode secret = volume.at("/secret/secretName");
        if (secret.isTextual() && !secrets.has(secret.asText())) {
            objection.accept("no secret " + secret.asText());
        }
        checkNamed(manifests, volume.path("configMap"), Manifests.YAML.missingNode(), objection);
        for (JsonNode item : volume.at("/secret/items")) {
            if (!secrets.keys(secret.asText()).contains(item.path("key").asText())) {
                objection.accept("no key " + item.path("key").asText() + " in secret " + secret.asText());
            }
        }
    }

    private static void checkMounts(Pods pods, JsonNode container, Consumer<String> objection) {
        Set<String> volumes = new TreeSet<>();
        pods.spec()
                .path("volumes")
                .forEach(volume -> volumes.add(volume.path("name").asText()));
        for (JsonNode mount : container.path("volumeMounts")) {
            if (!volumes.contains(mount.path("name").asText())) {
                objection.accept("no volume " + mount.path("name").asText());
            }
        }
    }
}
