package io.asyncrpc.acceptance;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** An edge and any number of each service, which call each other by one address for all of a kind. */
final class House implements AutoCloseable {

    static final List<String> SERVICES = List.of("device-bridge", "task-core", "scheduler", "api-gateway");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> DELAY = Map.of("SHUTDOWN_DELAY", "3s");

    private final Junction bridges = Junction.of(Replica::url);
    private final Junction cores = Junction.of(Replica::url);
    private final Junction coresReadiness = Junction.of(Replica::management);
    private final Junction gateways = Junction.of(Replica::url);
    private final List<Replica> all = new ArrayList<>();
    private final Map<String, Replica.Pattern> patterns = new HashMap<>();
    private final Map<String, String> toldToCores = new HashMap<>();
    private final Edge edge;

    /** Replicas are started as the launcher's are that run now. */
    House() throws IOException {
        for (String service : SERVICES) {
            patterns.put(service, Replica.Pattern.of(service));
        }
        String key = Installation.read(Installation.JWT_PUBLIC_KEY).replaceAll("-----[A-Z ]+-----|\\s", "");
        edge = Edge.plainBefore(gateways.url(), "{\"keys\":[{\"spki\":\"" + key + "\"}]}");
    }

    String url() {
        return edge.plainUrl();
    }

    /** A request at its edge. */
    RequestSpecification with(ApiClient client) {
        return client.request().baseUri(url()).contentType("application/json");
    }

    /** One of each service. */
    record Crew(Replica bridge, Replica core, Replica scheduler, Replica gateway) {

        private List<Replica> all() {
            return List.of(bridge, core, scheduler, gateway);
        }
    }

    /** Returns when all have ended in order: one after another, each when those that stay are ready. */
    void retire(Crew crew) {
        List<Replica> stay = living().stream()
                .filter(replica -> !crew.all().contains(replica))
                .toList();
        for (Replica replica : crew.all()) {
            stay.forEach(Replica::awaitReady);
            retire(replica);
        }
    }

    /** One more of each; they may not be ready yet. */
    Crew startAll() throws IOException {
        return startAll(UnaryOperator.identity());
    }

    /** The same of another build. */
    Crew startAll(Path build) throws IOException {
        return startAll(pattern -> pattern.ofBuild(build));
    }

    /** A setting of cores that are started from now on. */
    void tellCores(String name, String value) {
        toldToCores.put(name, value);
    }

    private Crew startAll(UnaryOperator<Replica.Pattern> build) throws IOException {
        return new Crew(
                start("device-bridge", build),
                start("task-core", build),
                start("scheduler", build),
                start("api-gateway", build));
    }

    private Replica start(String service, UnaryOperator<Replica.Pattern> build) throws IOException {
        Replica.Pattern pattern = Objects.requireNonNull(patterns.get(service));
        return joined(service, build.apply(pattern).start(environment(service)));
    }

    private Replica joined(String service, Replica replica) {
        all.add(replica);
        switch (service) {
            case "device-bridge" -> bridges.add(replica);
            case "task-core" -> {
                cores.add(replica);
                coresReadiness.add(replica);
            }
            case "api-gateway" -> gateways.add(replica);
            default -> {}
        }
        return replica;
    }

    private Map<String, String> environment(String service) {
        Map<String, String> environment = new HashMap<>(DELAY);
        switch (service) {
            case "task-core" -> {
                environment.putAll(toldToCores);
                environment.put("BRIDGE_URL", bridges.url());
            }
            case "api-gateway" -> {
                environment.put("CORE_URL", cores.url());
                environment.put("CORE_MANAGEMENT_URL", coresReadiness.url());
            }
            default -> {}
        }
        return environment;
    }

    List<Replica> living() {
        return all.stream().filter(Replica::isAlive).toList();
    }

    void awaitReady() {
        living().forEach(Replica::awaitReady);
    }

    /** Returns when the edge's callers are answered in good time: JVMs are slow at first. */
    void warmUp() {
        Organisation organisation = Organisation.fresh();
        Awaitility.await("a device is registered at once")
                .atMost(PATIENCE)
                .until(
                        () -> with(organisation.admin())
                                .body("{}")
                                .put("/devices/warm-" + Organisation.unique())
                                .statusCode(),
                        status -> status == 201);
    }

    /** Calls that go round until they are ended, in an organisation of their own. */
    FleetProcess.Running load(Duration longest) throws IOException {
        return FleetProcess.start(
                Map.of("API_URL", url()),
                "bench steady --until-input-ends --json --devices 15 --rate 10 --warm-up 5 --seconds %d --org %s"
                        .formatted(longest.toSeconds(), Organisation.fresh().name())
                        .split(" "));
    }

    /** Told to end in order; returns when it has. */
    static void retire(Replica replica) {
        replica.terminate();
        Awaitility.await("a replica has ended").atMost(PATIENCE).until(() -> !replica.isAlive());
    }

    @Override
    public void close() {
        edge.close();
        all.forEach(Replica::close);
        List.of(bridges, cores, coresReadiness, gateways).forEach(Junction::close);
    }
}
