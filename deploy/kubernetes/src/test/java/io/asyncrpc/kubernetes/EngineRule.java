package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The broker and the edge are told here what deploy/rabbitmq and deploy/nginx say for one machine. */
record EngineRule(Secrets secrets) implements Rule {
    private static final Path DEPLOY = Path.of("..");
    private static final Pattern BLANK = Pattern.compile("@([A-Z_]+)@");
    /** Of one machine, or said by the operator: listeners, where files lie, the log, what the broker may take of the machine. */
    private static final Pattern OF_ONE_MACHINE = Pattern.compile(
            "(mqtt\\.)?listeners\\..*|management\\..*|prometheus\\..*|definitions\\.local\\.path|log\\..*|vm_memory.*|disk_free.*");

    private static final int MOST_CONFIGURATION = 2_000;

    @Override
    public void check(Manifests manifests, Consumer<String> objection) {
        manifests.of("RabbitmqCluster").forEach(broker -> {
            checkBroker(broker, what -> objection.accept(broker + ": " + what));
            checkBlanks(
                    "definitions.json", read("rabbitmq/definitions.json"), secrets.keys("broker-hashes"), objection);
        });
        manifests.pods().stream()
                .filter(pods -> pods.owner().name().equals("edge"))
                .forEach(edge -> checkEdge(manifests, edge, objection));
    }

    private static void checkBroker(Resource broker, Consumer<String> objection) {
        String configuration = broker.at("/spec/rabbitmq/additionalConfig").asText();
        Map<String, String> there = settings(configuration);
        settings(read("rabbitmq/rabbitmq.conf")).forEach((key, value) -> {
            if (!OF_ONE_MACHINE.matcher(key).matches() && !value.equals(there.get(key))) {
                objection.accept(key + " is not as in rabbitmq.conf");
            }
        });
        if (configuration.length() > MOST_CONFIGURATION) {
            objection.accept("additionalConfig is longer than the operator takes");
        }
        if (!terms(read("rabbitmq/advanced.config"))
                .equals(terms(broker.at("/spec/rabbitmq/advancedConfig").asText()))) {
            objection.accept("advancedConfig is not as advanced.config");
        }
        Set<String> plugins = words(read("rabbitmq/enabled_plugins"));
        plugins.removeAll(words(broker.at("/spec/rabbitmq/additionalPlugins").toString()));
        plugins.removeAll(Set.of("rabbitmq_management", "rabbitmq_prometheus")); // the operator's own
        if (!plugins.isEmpty()) {
            objection.accept("without the plug-ins " + plugins);
        }
        for (JsonNode init : broker.at("/spec/override/statefulSet/spec/template/spec/initContainers")) {
            if (!init.path("image").equals(broker.at("/spec/image"))) {
                objection.accept(init.path("name").asText() + " is of another image than the broker");
            }
        }
    }

    private static void checkEdge(Manifests manifests, Pods edge, Consumer<String> objection) {
        String template = read("nginx/nginx.conf");
        JsonNode fill = edge.spec().path("initContainers").path(0);
        checkBlanks("nginx.conf", template, manifests.environment(fill).keySet(), objection);
        Map<String, String> environment = manifests.environment(edge.main());
        Pattern.compile("^env ([A-Z_]+);", Pattern.MULTILINE)
                .matcher(template)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !environment.containsKey(name))
                .forEach(name -> objection.accept(edge + ": " + name + " is missing"));
    }

    private static void checkBlanks(String file, String template, Set<String> filled, Consumer<String> objection) {
        Set<String> blanks = BLANK.matcher(template)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        blanks.removeAll(filled);
        if (!blanks.isEmpty()) {
            objection.accept(file + ": nothing fills in " + blanks);
        }
    }

    private static Map<String, String> settings(String configuration) {
        Map<String, String> settings = new TreeMap<>();
        configuration
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .forEach(parts -> settings.put(parts[0].strip(), parts[1].strip()));
        return settings;
    }

    /** Without comments, blanks, and the folders that files lie in. */
    private static String terms(String configuration) {
        return configuration
                .replaceAll("(?m)%%.*$", "")
                .replaceAll("\"(@PKI@/trust.pem|/etc/rabbitmq-tls/ca.crt)\"", "trust")
                .replaceAll("\"(@PKI@/servers/@SERVER@/chain.pem|/etc/rabbitmq-tls/tls.crt)\"", "certificate")
                .replaceAll("\"(@PKI@/servers/@SERVER@/key.pem|/etc/rabbitmq-tls/tls.key)\"", "key")
                .replaceAll("\"(@PKI@/crl|/etc/iot/revocation-lists)\"", "lists")
                .replaceAll("\\s", "");
    }

    private static Set<String> words(String text) {
        return Pattern.compile("\\w+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static String read(String file) {
        try {
            return Files.readString(DEPLOY.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
