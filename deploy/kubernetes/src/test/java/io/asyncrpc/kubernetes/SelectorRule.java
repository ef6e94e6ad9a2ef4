package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;

/** Whoever selects pods or Services finds some, and what it wants there has a port. */
final class SelectorRule implements Rule {

    @Override
    public void check(Manifests manifests, Consumer<String> objection) {
        manifests.of("Deployment").forEach(deployment -> {
            if (!Labels.selectOrAll(
                    deployment.at("/spec/selector"), Resource.texts(deployment.at("/spec/template/metadata/labels")))) {
                objection.accept(deployment + ": does not select its own pods");
            }
        });
        manifests
                .pods()
                .forEach(pods -> pods.spec().path("topologySpreadConstraints").forEach(spread -> {
                    if (!Labels.selectOrAll(spread.path("labelSelector"), pods.labels())) {
                        objection.accept(pods + ": spreads other pods than its own");
                    }
                }));
        manifests.of("Service").forEach(service -> checkService(manifests, service, objection));
        manifests.of("PodDisruptionBudget").forEach(budget -> selected(manifests, budget, "/spec/selector", objection));
        manifests.of("NetworkPolicy").forEach(policy -> checkPolicy(manifests, policy, objection));
        manifests.of("PodMonitor").forEach(monitor -> {
            List<Pods> found = selected(manifests, monitor, "/spec/selector", objection);
            monitor.at("/spec/podMetricsEndpoints")
                    .forEach(endpoint -> checkPort(monitor, found, endpoint.path("port"), objection));
        });
        manifests.of("ServiceMonitor").forEach(monitor -> checkMonitor(manifests, monitor, objection));
        manifests.of("Ingress").forEach(ingress -> checkIngress(manifests, ingress, objection));
    }

    private static List<Pods> selected(
            Manifests manifests, Resource resource, String pointer, Consumer<String> objection) {
        List<Pods> found = manifests.pods(labels -> Labels.selectOrAll(resource.at(pointer), labels));
        if (found.isEmpty()) {
            objection.accept(resource + ": selects nothing");
        }
        return found;
    }

    private static void checkPort(Resource resource, List<Pods> found, JsonNode port, Consumer<String> objection) {
        for (Pods pods : found) {
            if (pods.port(port).isEmpty()) {
                objection.accept(resource + ": " + pods + " has no port " + port.asText());
            }
        }
    }

    private static void checkService(Manifests manifests, Resource service, Consumer<String> objection) {
        List<Pods> found = manifests.pods(labels -> Labels.select(service.at("/spec/selector"), labels));
        if (found.isEmpty()) {
            objection.accept(service + ": selects nothing");
        }
        service.at("/spec/ports").forEach(port -> checkPort(service, found, port.path("targetPort"), objection));
    }

    private static void checkPolicy(Manifests manifests, Resource policy, Consumer<String> objection) {
        List<Pods> found = selected(manifests, policy, "/spec/podSelector", objection);
        for (String side : List.of("ingress", "egress")) {
            policy.at("/spec/" + side).forEach(way -> {
                way.path(side.equals("ingress") ? "from" : "to").forEach(peer -> {
                    JsonNode selector = peer.path("podSelector");
                    if (selector.isObject()
                            && manifests
                                    .pods(labels -> Labels.selectOrAll(selector, labels))
                                    .isEmpty()) {
                        objection.accept(policy + ": a peer selects nothing");
                    }
                });
                if (side.equals("ingress")) {
                    way.path("ports").forEach(port -> {
                        if (port.path("port").isTextual()) {
                            checkPort(policy, found, port.path("port"), objection);
                        }
                    });
                }
            });
        }
    }

    private static void checkMonitor(Manifests manifests, Resource monitor, Consumer<String> objection) {
        List<Resource> services = manifests
                .of("Service")
                .filter(service -> Labels.selectOrAll(
                        monitor.at("/spec/selector"), Resource.texts(service.at("/metadata/labels"))))
                .toList();
        if (services.isEmpty()) {
            objection.accept(monitor + ": selects nothing");
        }
        for (Resource service : services) {
            for (JsonNode endpoint : monitor.at("/spec/endpoints")) {
                if (!hasPort(service, endpoint.path("port"))) {
                    objection.accept(monitor + ": " + service + " has no port "
                            + endpoint.path("port").asText());
                }
            }
        }
    }

    private static void checkIngress(Manifests manifests, Resource ingress, Consumer<String> objection) {
        for (JsonNode rule : ingress.at("/spec/rules")) {
            for (JsonNode path : rule.at("/http/paths")) {
                JsonNode backend = path.at("/backend/service");
                boolean isThere = manifests
                        .find("Service", backend.path("name").asText())
                        .filter(service -> hasPort(service, backend.at("/port/name")))
                        .isPresent();
                if (!isThere) {
                    objection.accept(
                            ingress + ": no Service " + backend.path("name").asText() + " with that port");
                }
            }
        }
    }

    private static boolean hasPort(Resource service, JsonNode name) {
        return Resource.each(service.at("/spec/ports"))
                .anyMatch(port -> port.path("name").equals(name));
    }
}
