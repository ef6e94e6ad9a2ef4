package io.asyncrpc.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code deploy/compose/compose.yaml}, and what the services that it starts read and are given. */
final class ComposeFile {
    static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::-([^}]*))?}");
    /** What a service reads: {@code ${NAME:default}}; lines of the profile tls are not for us. */
    private static final Pattern READ = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)(?::([^}]*))?}");

    private final Map<String, Object> content;

    private ComposeFile(Map<String, Object> content) {
        this.content = content;
    }

    /** As it is without any variable set. */
    static ComposeFile read() {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        strict.setMaxAliasesForCollections(200);
        return new ComposeFile(
                new Yaml(new SafeConstructor(strict)).load(withDefaults(text("deploy/compose/compose.yaml"))));
    }

    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new AssertionError("cannot read " + path, e);
        }
    }

    private static String withDefaults(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(Objects.requireNonNullElse(found.group(2), "")));
    }

    /** The variables that compose.yaml can be given, each with its default. */
    static Map<String, String> variables() {
        return VARIABLE.matcher(text("deploy/compose/compose.yaml"))
                .results()
                .collect(TreeMap::new, (all, found) -> all.put(found.group(1), found.group(2)), Map::putAll);
    }

    Map<String, Map<String, Object>> services() {
        Map<String, Map<String, Object>> services = new TreeMap<>();
        map(content.get("services")).forEach((name, service) -> services.put(name, map(service)));
        return services;
    }

    Map<String, Object> service(String name) {
        return Objects.requireNonNull(services().get(name), name);
    }

    TreeSet<String> volumes() {
        return new TreeSet<>(map(content.get("volumes")).keySet());
    }

    /** The environment of a service, as compose hands it over. */
    Map<String, String> environment(String name) {
        Map<String, String> environment = new TreeMap<>();
        map(service(name).getOrDefault("environment", Map.of()))
                .forEach((key, value) -> environment.put(key, String.valueOf(value)));
        return environment;
    }

    /** {@code volume -> where it is mounted}, without {@code :ro} */
    Map<String, String> mounts(String name) {
        Map<String, String> mounts = new TreeMap<>();
        strings(service(name).get("volumes")).forEach(mount -> {
            String[] parts = mount.split(":");
            mounts.put(parts[0], parts[1]);
        });
        return mounts;
    }

    /** {@code name -> default} of what a service's configuration reads from its environment; a null has none. */
    static Map<String, String> readBy(String module) {
        Map<String, String> read = new HashMap<>();
        text(module + "/src/main/resources/application.properties")
                .lines()
                .filter(line -> !line.startsWith("%") && !line.startsWith("#"))
                .forEach(line ->
                        READ.matcher(line).results().forEach(found -> read.put(found.group(1), found.group(2))));
        return read;
    }

    /** A function of the set-up: what it gives to one part. */
    static String giving(String function) {
        Matcher found =
                Pattern.compile("(?ms)^" + function + "\\(\\) \\{$(.*?)^}$").matcher(text("deploy/compose/setup"));
        if (!found.find()) {
            throw new AssertionError("deploy/compose/setup has no " + function);
        }
        return found.group(1);
    }

    static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(one -> one.group(1))
                .toList();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@org.jspecify.annotations.Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    static List<String> strings(@org.jspecify.annotations.Nullable Object value) {
        return value == null ? List.of() : (List<String>) value;
    }
}
