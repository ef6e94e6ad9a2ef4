package io.asyncrpc.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Each variable is one that the service reads, and none is missing without which it could not do its work in a cluster. */
final class SettingRule implements Rule {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^}]*))?}");
    /** What Quarkus itself reads. */
    private static final Set<String> OF_THE_FRAMEWORK =
            Set.of("QUARKUS_PROFILE", "QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE", "QUARKUS_DATASOURCE_JDBC_URL");
    /** What makes of a core one that migrates and ends. */
    private static final List<String> TO_MIGRATE = List.of("QUARKUS_FLYWAY_MIGRATE_AT_START", "QUARKUS_INIT_AND_EXIT");
    /**
     * Without these there is less: no certificates over the API, no traces, and what the edge refused is in its metrics
     * alone. (And of the two for keys of tokens, one is needed.)
     */
    private static final Set<String> OPTIONAL = Set.of(
            "EDGE_MANAGEMENT_URLS",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "ISSUING_KEY_FILE",
            "ISSUING_CERTIFICATE_FILE",
            "REVOCATION_LIST_FILE",
            "JWT_PUBLIC_KEY_FILE",
            "JWT_JWKS");

    @Override
    public void check(Manifests manifests, Consumer<String> objection) {
        manifests.of("Job").flatMap(job -> Pods.madeBy(job).stream()).forEach(job -> {
            Map<String, String> environment = manifests.environment(job.main());
            for (String needed : TO_MIGRATE) {
                if (!"true".equals(environment.remove(needed))) {
                    objection.accept(job + ": " + needed + " is missing");
                }
            }
            String core = read(Path.of("../../task-core/src/main/resources/application.properties"));
            checkKnown(variables(core, false).keySet(), environment, what -> objection.accept(job + ": " + what));
        });
        for (Pods pods : manifests.pods()) {
            Path properties = Path.of("../..", pods.owner().name(), "src/main/resources/application.properties");
            if (Files.exists(properties)) {
                check(
                        read(properties),
                        manifests.environment(pods.main()),
                        what -> objection.accept(pods + ": " + what));
            }
        }
    }

    private static void check(String properties, Map<String, String> environment, Consumer<String> objection) {
        boolean isTls = environment.getOrDefault("QUARKUS_PROFILE", "").contains("tls");
        Map<String, Boolean> known = variables(properties, isTls);
        checkKnown(known.keySet(), environment, objection);
        known.forEach((name, isNeeded) -> {
            if (isNeeded && !environment.containsKey(name)) {
                objection.accept(name + " is missing");
            }
        });
        if (known.containsKey("JWT_JWKS")
                && environment.containsKey("JWT_JWKS") == environment.containsKey("JWT_PUBLIC_KEY_FILE")) {
            objection.accept("one of JWT_JWKS and JWT_PUBLIC_KEY_FILE is needed");
        }
    }

    /** Each that is read, and whether it is needed in a cluster. */
    private static Map<String, Boolean> variables(String properties, boolean isTls) {
        Map<String, Boolean> known = new HashMap<>();
        for (String line : properties.lines().toList()) {
            Matcher variable = VARIABLE.matcher(line);
            while (variable.find() && !line.startsWith("#") && !line.startsWith("%test.")) {
                boolean isNeeded = isOfOneMachine(variable.group(1), variable.group(2))
                        && (!line.startsWith("%tls.") || isTls)
                        && !OPTIONAL.contains(variable.group(1));
                known.merge(variable.group(1), isNeeded, Boolean::logicalOr);
            }
        }
        return known;
    }

    private static void checkKnown(Set<String> known, Map<String, String> environment, Consumer<String> objection) {
        environment.keySet().stream()
                .filter(name -> !known.contains(name) && !OF_THE_FRAMEWORK.contains(name))
                .forEach(name -> objection.accept(name + " is read by nobody"));
    }

    /** A default that holds where everything runs on one machine, or none at all. */
    private static boolean isOfOneMachine(String name, @org.jspecify.annotations.Nullable String otherwise) {
        return otherwise == null
                || otherwise.isEmpty()
                || otherwise.contains("127.0.0.1")
                || name.matches("(RABBITMQ|POSTGRES)_(PORT|PASSWORD)");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
