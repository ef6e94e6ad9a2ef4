package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What is expected of every pod of ours: no more rights than it needs, known needs, probes, and time for an orderly end. */
final class PodRule implements Rule {
    /** After SHUTDOWN_DELAY: {@code quarkus.shutdown.timeout}, and three queues of 5 s each at most. */
    private static final Duration AFTER_THE_DELAY = Duration.ofSeconds(25);

    private static final List<String> PROBES = List.of("startupProbe", "livenessProbe", "readinessProbe");

    @Override
    public void check(Manifests manifests, Consumer<String> objection) {
        for (Pods pods : manifests.pods()) {
            Consumer<String> here = what -> objection.accept(pods + ": " + what);
            pods.containers()
                    .filter(container -> container.has("image"))
                    .forEach(container -> checkContainer(container, here));
            if (pods.isOurs()) {
                checkRights(pods.spec(), here);
            }
            if (pods.isDeployed()) {
                checkProbes(pods, here);
                checkPorts(pods, manifests.environment(pods.main()), here);
                checkEnd(pods, manifests.environment(pods.main()), here);
                if (pods.owner()
                                .at("/spec/strategy/rollingUpdate/maxUnavailable")
                                .asInt(1)
                        != 0) {
                    here.accept("an old pod goes before a new one is ready");
                }
            }
        }
    }

    private static void checkContainer(JsonNode container, Consumer<String> objection) {
        JsonNode security = container.path("securityContext");
        if (!security.path("readOnlyRootFilesystem").asBoolean()
                || security.path("allowPrivilegeEscalation").asBoolean(true)
                || !security.at("/capabilities/drop").toString().equals("[\"ALL\"]")) {
            objection.accept("has rights that it does not need");
        }
        if (container.at("/resources/requests/cpu").isMissingNode()
                || container.at("/resources/requests/memory").isMissingNode()
                || container.at("/resources/limits/memory").isMissingNode()) {
            objection.accept("does not say what it needs");
        }
        if (!container.path("image").asText().matches(".+:[0-9].*")) {
            objection.accept("an image without a version");
        }
    }

    private static void checkRights(JsonNode spec, Consumer<String> objection) {
        if (!spec.at("/securityContext/runAsNonRoot").asBoolean()
                || spec.at("/securityContext/seccompProfile/type").isMissingNode()
                || spec.path("automountServiceAccountToken").asBoolean(true)) {
            objection.accept("has rights that it does not need");
        }
    }

    private static void checkProbes(Pods pods, Consumer<String> objection) {
        for (String name : PROBES) {
            JsonNode probe = pods.main().path(name).path("httpGet");
            if (pods.port(probe.path("port")).isEmpty()) {
                objection.accept("no " + name + " at one of its ports");
            } else if (!probe.path("path").asText().startsWith("/q/health/")) {
                objection.accept("no " + name + " that asks for its health");
            }
        }
    }

    private static void checkPorts(Pods pods, Map<String, String> environment, Consumer<String> objection) {
        Map.of("http", "HTTP_PORT", "management", "MANAGEMENT_PORT").forEach((port, variable) -> {
            if (environment.containsKey(variable)
                    && Integer.parseInt(environment.get(variable))
                            != pods.ports().getOrDefault(port, 0)) {
                objection.accept(variable + " is not the port " + port);
            }
        });
        if (environment.containsKey("HTTP_HOST") && !"0.0.0.0".equals(environment.get("HTTP_HOST"))) {
            objection.accept("listens to nobody but itself");
        }
    }

    private static void checkEnd(Pods pods, Map<String, String> environment, Consumer<String> objection) {
        long seconds = pods.spec().path("terminationGracePeriodSeconds").asLong(30);
        String delay = environment.getOrDefault("SHUTDOWN_DELAY", "");
        if (delay.isEmpty() && environment.containsKey("HTTP_PORT")) {
            objection.accept("stops to listen before anybody knows");
        } else if (!delay.isEmpty()
                && Duration.parse("PT" + delay).plus(AFTER_THE_DELAY).toSeconds() > seconds) {
            objection.accept("is killed before its end is in order");
        }
    }
}
