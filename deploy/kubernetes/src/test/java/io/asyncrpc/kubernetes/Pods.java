package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pods that a resource makes.
 *
 * @param ports numbers by name; those of engines are as their operators make them
 */
record Pods(Resource owner, Map<String, String> labels, JsonNode spec, Map<String, Integer> ports) {

    static Optional<Pods> madeBy(Resource owner) {
        return switch (owner.kind()) {
            case "Deployment", "Job" -> Optional.of(ours(owner));
            case "RabbitmqCluster" ->
                Optional.of(new Pods(
                        owner,
                        Map.of(
                                "app.kubernetes.io/name", owner.name(),
                                "app.kubernetes.io/component", "rabbitmq",
                                "app.kubernetes.io/part-of", "rabbitmq"),
                        owner.at("/spec/override/statefulSet/spec/template/spec"),
                        brokerPorts(owner)));
            case "Cluster" ->
                Optional.of(new Pods(
                        owner,
                        Map.of("cnpg.io/cluster", owner.name()),
                        owner.at("/spec/none"),
                        Map.of("postgresql", 5432, "metrics", 9187, "status", 8000)));
            default -> Optional.empty();
        };
    }

    private static Pods ours(Resource owner) {
        JsonNode spec = owner.at("/spec/template/spec");
        Map<String, Integer> ports = new HashMap<>();
        spec.path("containers")
                .forEach(container -> container
                        .path("ports")
                        .forEach(port -> ports.put(
                                port.path("name").asText(),
                                port.path("containerPort").asInt())));
        return new Pods(owner, Resource.texts(owner.at("/spec/template/metadata/labels")), spec, ports);
    }

    private static Map<String, Integer> brokerPorts(Resource owner) {
        Map<String, Integer> ports = new HashMap<>(Map.of("epmd", 4369, "cluster-rpc", 25672));
        if (!owner.at("/spec/tls/secretName").isMissingNode()) {
            ports.putAll(Map.of("amqps", 5671, "management-tls", 15671, "prometheus-tls", 15691, "mqtts", 8883));
        }
        if (!owner.at("/spec/tls/disableNonTLSListeners").asBoolean()) {
            ports.putAll(Map.of("amqp", 5672, "management", 15672, "prometheus", 15692));
        }
        return ports;
    }

    boolean isDeployed() {
        return owner.kind().equals("Deployment");
    }

    /** No operator's. */
    boolean isOurs() {
        return isDeployed() || owner.kind().equals("Job");
    }

    Stream<JsonNode> containers() {
        return Stream.concat(Resource.each(spec.path("initContainers")), Resource.each(spec.path("containers")));
    }

    /** The one that the pods are there for. */
    JsonNode main() {
        return spec.path("containers").path(0);
    }

    /** By its name or number, as Services, probes and policies tell it. */
    Optional<Integer> port(JsonNode told) {
        int number = told.isTextual() ? ports.getOrDefault(told.asText(), 0) : told.asInt();
        return ports.containsValue(number) ? Optional.of(number) : Optional.empty();
    }

    /** What operators call their pods by. */
    List<String> services() {
        return switch (owner.kind()) {
            case "RabbitmqCluster" -> List.of(owner.name());
            case "Cluster" -> List.of(owner.name() + "-rw", owner.name() + "-r", owner.name() + "-ro");
            default -> List.of();
        };
    }

    @Override
    public String toString() {
        return owner.toString();
    }
}
