package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Whom the settings tell a service to call is there, at that port, lets it in, and shows a certificate of the name called. */
record CallRule(Secrets secrets) implements Rule {
    private static final Map<String, String> CERTIFICATES = Map.of(
            "api-gateway", "api-gateway-tls",
            "task-core", "task-core-tls",
            "device-bridge", "device-bridge-tls",
            "rabbitmq", "rabbitmq-tls",
            "postgres", "postgres-tls");

    /** @param isOutside whether it is to somebody who is not among these pods */
    private record Call(String setting, String host, int port, boolean isTls, boolean isOutside) {
        Call(String setting, String host, int port, boolean isTls) {
            this(setting, host, port, isTls, false);
        }
    }

    @Override
    public void check(Manifests manifests, Consumer<String> objection) {
        for (Pods pods : manifests.pods()) {
            pods.containers()
                    .forEach(container -> calls(manifests.environment(container))
                            .forEach(call -> check(
                                    manifests,
                                    pods,
                                    call,
                                    what -> objection.accept(pods + ": " + call.setting() + ": " + what))));
        }
    }

    private static List<Call> calls(Map<String, String> environment) {
        boolean isTls = environment.getOrDefault("QUARKUS_PROFILE", "").contains("tls");
        List<Call> calls = new ArrayList<>();
        environment.forEach((name, value) -> {
            if (name.endsWith("_URL")) {
                URI url = URI.create(value.replaceFirst("^jdbc:", ""));
                boolean isOverTls = url.getScheme().equals("https") || value.contains("sslmode=verify-full");
                calls.add(new Call(name, url.getHost(), url.getPort(), isOverTls));
            } else if (name.endsWith("_ENDPOINT") || (name.equals("JWT_JWKS") && value.contains("://"))) {
                URI url = URI.create(value);
                int port = url.getPort() > 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
                calls.add(new Call(name, url.getHost(), port, url.getScheme().equals("https"), true));
            } else if (name.endsWith("_HOST")
                    && environment.containsKey(name.replace("_HOST", "_PORT"))
                    && !value.equals("0.0.0.0")) {
                int port = Integer.parseInt(environment.get(name.replace("_HOST", "_PORT")));
                calls.add(new Call(name, value, port, isTls));
            } else if (name.equals("GATEWAYS")) {
                String[] parts = value.replaceAll("server |;", "").split(":", 2);
                boolean isHttps = "https".equals(environment.get("GATEWAY_SCHEME"));
                calls.add(new Call(name, parts[0], Integer.parseInt(parts[1]), isHttps));
            }
        });
        return calls;
    }

    private void check(Manifests manifests, Pods caller, Call call, Consumer<String> objection) {
        if (call.isOutside()) {
            if (!isLetOut(manifests, caller, call)) {
                objection.accept("no policy lets it call " + call.host() + ":" + call.port());
            }
            return;
        }
        Optional<Pods> callee = manifests.pods().stream()
                .filter(pods -> pods.services().contains(call.host())
                        || manifests
                                .find("Service", call.host())
                                .filter(service -> Labels.select(service.at("/spec/selector"), pods.labels()))
                                .isPresent())
                .findFirst();
        if (callee.isEmpty()) {
            objection.accept("nobody is " + call.host());
            return;
        }
        Optional<Integer> port = port(manifests, callee.get(), call);
        if (port.isEmpty()) {
            objection.accept(call.host() + " has no port " + call.port());
            return;
        }
        if (!isLet(manifests, caller, callee.get(), port.get(), "egress")
                || !isLet(manifests, callee.get(), caller, port.get(), "ingress")) {
            objection.accept("no policy lets it call " + call.host() + ":" + call.port());
        }
        if (call.isTls()
                && !names(CERTIFICATES.getOrDefault(callee.get().owner().name(), "none"))
                        .contains(call.host())) {
            objection.accept("the certificate of " + callee.get() + " is not for " + call.host());
        }
    }

    private static Optional<Integer> port(Manifests manifests, Pods callee, Call call) {
        if (callee.services().contains(call.host())) {
            return callee.port(com.fasterxml.jackson.databind.node.IntNode.valueOf(call.port()));
        }
        return manifests
                .find("Service", call.host())
                .flatMap(service -> Resource.each(service.at("/spec/ports"))
                        .filter(port -> port.path("port").asInt() == call.port())
                        .findFirst())
                .flatMap(port -> callee.port(port.path("targetPort")));
    }

    /** To the namespace that the name ends in, or to addresses, of which nobody knows here whose they are. */
    private static boolean isLetOut(Manifests manifests, Pods caller, Call call) {
        String namespace = call.host().replaceFirst("^[^.]+\\.", "").replaceFirst("\\.svc(\\..*)?$", "");
        return manifests
                .of("NetworkPolicy")
                .filter(policy -> Labels.selectOrAll(policy.at("/spec/podSelector"), caller.labels()))
                .flatMap(policy -> Resource.each(policy.at("/spec/egress")))
                .filter(way -> Resource.each(way.path("ports"))
                        .anyMatch(port -> port.path("port").asInt() == call.port()))
                .flatMap(way -> Resource.each(way.path("to")))
                .anyMatch(peer -> peer.has("ipBlock")
                        || Labels.select(
                                peer.at("/namespaceSelector/matchLabels"),
                                Map.of("kubernetes.io/metadata.name", namespace)));
    }

    /** @param side what is looked at: whom {@code here} may call, or who may call it */
    private static boolean isLet(Manifests manifests, Pods here, Pods there, int port, String side) {
        String type = side.equals("egress") ? "Egress" : "Ingress";
        List<Resource> policies = manifests
                .of("NetworkPolicy")
                .filter(policy -> Labels.selectOrAll(policy.at("/spec/podSelector"), here.labels()))
                .filter(policy -> Resource.each(policy.at("/spec/policyTypes"))
                        .anyMatch(told -> told.asText().equals(type)))
                .toList();
        Pods callee = side.equals("egress") ? there : here;
        return policies.isEmpty()
                || policies.stream()
                        .flatMap(policy -> Resource.each(policy.at("/spec/" + side)))
                        .anyMatch(way -> isPeer(way.path(side.equals("egress") ? "to" : "from"), there)
                                && isPort(way.path("ports"), callee, port));
    }

    private static boolean isPeer(JsonNode peers, Pods there) {
        return peers.isMissingNode()
                || Resource.each(peers)
                        .anyMatch(peer -> peer.has("podSelector")
                                && Labels.selectOrAll(peer.path("podSelector"), there.labels()));
    }

    private static boolean isPort(JsonNode ports, Pods callee, int port) {
        return Resource.each(ports)
                .anyMatch(told -> callee.port(told.path("port"))
                        .filter(number -> number == port)
                        .isPresent());
    }

    private List<String> names(String secret) {
        try {
            byte[] pem =
                    Base64.getDecoder().decode(secrets.value(secret, "tls.crt").asText());
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
            return certificate.getSubjectAlternativeNames().stream()
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateException e) {
            throw new IllegalStateException(secret, e);
        }
    }
}
