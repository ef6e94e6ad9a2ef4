package io.asyncrpc.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** What kustomize renders keeps to all rules; and each rule finds the lies that are told to it. */
class ManifestsTest {

    private static List<Rule> rules;
    private static Manifests production;

    @BeforeAll
    static void render(@TempDir Path folder) throws Exception {
        Secrets secrets = Secrets.make(folder);
        rules = List.of(
                new ModelRule(),
                new ReferenceRule(secrets),
                new FileRule(secrets),
                new SelectorRule(),
                new CallRule(secrets),
                new SettingRule(),
                new PodRule(),
                new EngineRule(secrets),
                new PromiseRule());
        production = Kustomize.render("production");
    }

    @ParameterizedTest
    @CsvSource({"dev, 7", "production, 8"})
    void nothingIsToBeSaidAgainst(String overlay, int pods) throws Exception {
        // When
        Manifests manifests = Kustomize.render(overlay);

        // Then
        assertThat(Rule.objections(manifests, rules)).isEmpty();
        assertThat(manifests.pods()).hasSize(pods);
    }

    @Test
    void nothingIsToBeSaidAgainstTraces() throws Exception {
        // When
        Manifests manifests = Kustomize.render("production", "traces");

        // Then
        assertThat(Rule.objections(manifests, rules)).isEmpty();
        assertThat(manifests.pods().stream()
                        .map(pods -> manifests.environment(pods.main()))
                        .filter(environment -> "false".equals(environment.get("OTEL_SDK_DISABLED"))))
                .hasSize(3);
    }

    @Test
    void productionHasThreeNodesOfEachEngineAndTwoOfEachService() {
        assertThat(production
                        .find("RabbitmqCluster", "rabbitmq")
                        .orElseThrow()
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(3);
        assertThat(production
                        .find("Cluster", "postgres")
                        .orElseThrow()
                        .at("/spec/instances")
                        .asInt())
                .isEqualTo(3);
        assertThat(production.of("HorizontalPodAutoscaler"))
                .hasSize(4)
                .allMatch(scaler -> scaler.at("/spec/minReplicas").asInt() == 2);
        assertThat(production.of("PodDisruptionBudget")).hasSize(6);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/lies.csv", delimiter = '|', numLinesToSkip = 1, maxCharsPerColumn = 1_000)
    void aLieIsFound(String lie, String resource, String field, @Nullable String value, String objection)
            throws Exception {
        // Given
        Manifests manifests = production.copy();

        // When
        tell(manifests, resource, field, value);

        // Then
        assertThat(Rule.objections(manifests, rules)).anyMatch(said -> said.contains(objection));
    }

    @ParameterizedTest
    @CsvSource({
        "http://otel-collector.tracing:4317, otel-collector.tracing:4317",
        "http://otel-collector.monitoring:443, otel-collector.monitoring:443"
    })
    void aCollectorThatNoPolicyLetsOutToIsFound(String address, String callee) throws Exception {
        // Given
        Manifests manifests = Kustomize.render("production", "traces");

        // When
        tell(manifests, "ConfigMap/api-gateway", "/data/OTEL_EXPORTER_OTLP_ENDPOINT", address);

        // Then
        assertThat(Rule.objections(manifests, rules))
                .anyMatch(said -> said.contains("no policy lets it call " + callee));
    }

    @Test
    void aNameThatTheCertificateHasNotIsFound() throws Exception {
        // Given
        Manifests manifests = production.copy();
        tell(manifests, "Service/task-core", "/metadata/name", "heart");

        // When
        tell(manifests, "ConfigMap/api-gateway", "/data/CORE_URL", "https://heart:8081");

        // Then
        assertThat(Rule.objections(manifests, rules)).anyMatch(said -> said.contains("is not for heart"));
    }

    private static void tell(Manifests manifests, String resource, String field, @Nullable String value)
            throws Exception {
        String[] which = resource.split("/", 2);
        JsonPointer pointer = JsonPointer.compile(field);
        ObjectNode object = (ObjectNode) manifests.edit(which[0], which[1]).at(pointer.head());
        String name = pointer.last().getMatchingProperty();
        if (value == null) {
            object.remove(name);
        } else {
            object.set(name, Manifests.YAML.readTree(value));
        }
    }
}
