package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The Secrets that there are: those that {@code deploy/kubernetes/secrets} really makes, and the operators'. */
record Secrets(Map<String, Resource> made) {
    /** CloudNativePG makes it for the owner of the database. */
    private static final Set<String> OF_THE_DATABASE = Set.of("username", "password", "dbname", "host", "port", "uri");

    static Secrets make(Path folder, String... more) throws IOException, InterruptedException {
        String[] command = {
            "./secrets", "--dir", folder.toString(), "--api", "api.iot.example", "--mqtt", "mqtt.iot.example"
        };
        String[] all = java.util.stream.Stream.concat(java.util.Arrays.stream(command), java.util.Arrays.stream(more))
                .toArray(String[]::new);
        Process process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("log")));
        }
        return new Secrets(byName(Manifests.read(Files.readString(folder.resolve("secrets.yaml")))));
    }

    private static Map<String, Resource> byName(Manifests manifests) {
        Map<String, Resource> made = new HashMap<>();
        manifests.all().forEach(secret -> made.put(secret.name(), secret));
        return made;
    }

    boolean has(String name) {
        return made.containsKey(name) || name.equals("postgres-app");
    }

    Set<String> keys(String name) {
        if (name.equals("postgres-app")) {
            return OF_THE_DATABASE;
        }
        Set<String> keys = new HashSet<>();
        Resource secret = made.get(name);
        if (secret != null) {
            secret.at("/data").fieldNames().forEachRemaining(keys::add);
        }
        return keys;
    }

    JsonNode value(String name, String key) {
        return made.containsKey(name) ? made.get(name).at("/data/" + key) : Manifests.YAML.missingNode();
    }
}
