package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.ComposeFile.ROOT;
import static io.asyncrpc.acceptance.ComposeFile.map;
import static io.asyncrpc.acceptance.ComposeFile.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code deploy/observability}: rules and dashboards, and the metrics that they speak of. */
final class Monitoring {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);
    /** What stands between quotes, braces and brackets, and the labels after by, name no metric. */
    private static final Pattern ASIDE =
            Pattern.compile("\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(by|without|on|ignoring)\\s*\\([^)]*\\)");

    private static final Pattern NAMES_IN_A_LABEL = Pattern.compile("__name__=~\"([^\"]*)\"");
    private static final Pattern NAME = Pattern.compile("\\b[a-zA-Z_][a-zA-Z0-9_:]*\\b(?!\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "e9");

    private Monitoring() {}

    /** The groups of the rules, as they are in the file. */
    static Object groups() {
        return Objects.requireNonNull(yaml("deploy/observability/rules.yml").get("groups"));
    }

    static Map<String, Object> yaml(String path) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(strict)).load(text(path));
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> rules() {
        return ((List<Map<String, Object>>) groups())
                .stream()
                        .flatMap(group ->
                                ((List<Map<String, Object>>) Objects.requireNonNull(group.get("rules"))).stream())
                        .toList();
    }

    static Set<String> alerts() {
        return named("alert");
    }

    static Set<String> records() {
        return named("record");
    }

    private static Set<String> named(String kind) {
        return rules().stream()
                .map(rule -> rule.get(kind))
                .flatMap(Stream::ofNullable)
                .map(String::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** By the name of their file. */
    static Map<String, JsonNode> dashboards() {
        Map<String, JsonNode> dashboards = new TreeMap<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("deploy/observability/dashboards"))) {
            for (Path file : files.toList()) {
                dashboards.put(file.getFileName().toString(), JSON.readTree(file.toFile()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dashboards;
    }

    /** What rules and dashboards compute. */
    static List<String> expressions() {
        Stream<String> shown =
                dashboards().values().stream().flatMap(dashboard -> dashboard.findValuesAsText("expr").stream());
        return Stream.concat(rules().stream().map(rule -> String.valueOf(rule.get("expr"))), shown)
                .toList();
    }

    /** The metrics that an expression speaks of, records among them. */
    static Set<String> metrics(String expression) {
        Set<String> names = new TreeSet<>();
        NAMES_IN_A_LABEL
                .matcher(expression)
                .results()
                .forEach(found -> names.addAll(List.of(found.group(1).split("\\|"))));
        NAME.matcher(ASIDE.matcher(expression).replaceAll(" "))
                .results()
                .map(found -> found.group())
                .filter(name -> !WORDS.contains(name))
                .forEach(names::add);
        return names;
    }

    /** What is computed by nobody here and so must be told by somebody; of CloudNativePG's there is none to ask. */
    static Set<String> told() {
        Set<String> told = new TreeSet<>();
        expressions().forEach(expression -> told.addAll(metrics(expression)));
        told.removeAll(records());
        told.remove("up");
        told.removeIf(name -> name.startsWith("cnpg_"));
        return told;
    }

    static Map<String, Object> annotations(Map<String, Object> rule) {
        @Nullable Object annotations = rule.get("annotations");
        return annotations == null ? Map.of() : map(annotations);
    }
}
