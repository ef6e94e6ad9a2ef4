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

    /** One more of a service; it may not be ready yet. */
    Replica start(String service) throws IOException {
        return joined(service, pattern(service).start(environment(service)));
    }

    /** The same of another build. */
    Replica start(String service, Path build) throws IOException {
        return joined(service, pattern(service).ofBuild(build).start(environment(service)));
    }

    private Replica.Pattern pattern(String service) {
        return Objects.requireNonNull(patterns.get(service));
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
            case "task-core" -> environment.put("BRIDGE_URL", bridges.url());
            case "api-gateway" -> {
                environment.put("CORE_URL", cores.url());
                environment.put("CORE_MANAGEMENT_URL", coresReadiness.url());
            }
            default -> {}
        }
        return environment;
    }

    /** One more of each. */
    void startAll() throws IOException {
        for (String service : SERVICES) {
            start(service);
        }
    }

    /** The same of another build. */
    void startAll(Path build) throws IOException {
        for (String service : SERVICES) {
            start(service, build);
        }
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
    FleetProcess.Running load() throws IOException {
        return FleetProcess.start(
                Map.of("API_URL", url()),
                ("bench steady --until-input-ends --json --devices 15 --rate 10 --warm-up 5 --seconds 240 --org "
                                + Organisation.fresh().name())
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
