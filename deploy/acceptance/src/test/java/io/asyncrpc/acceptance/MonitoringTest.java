package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.ComposeFile.found;
import static io.asyncrpc.acceptance.ComposeFile.map;
import static io.asyncrpc.acceptance.ComposeFile.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Needs no running system: rules, runbook and dashboards against each other. What is really told, {@link MetricsIT} looks at. */
class MonitoringTest {

    @Test
    void everyAlertHasItsEntryInTheRunbookAndEveryEntryItsAlert() {
        // Given
        List<String> entries = found("(?m)^## (.*)$", text("docs/runbook.md"));

        // Then
        assertThat(entries).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(Monitoring.alerts());
        assertThat(found("(?m)^(\\*\\*(?:Means|See|Do)\\*\\*)", text("docs/runbook.md")))
                .as("each says what it means, how to see more and what to do")
                .hasSize(3 * entries.size());
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhereToReadOn() {
        assertThat(Monitoring.rules())
                .filteredOn(rule -> rule.containsKey("alert"))
                .isNotEmpty()
                .allSatisfy(rule -> {
                    String anchor = String.valueOf(rule.get("alert")).toLowerCase(Locale.ROOT);
                    assertThat(map(rule.get("labels")).get("severity")).isIn("critical", "warning");
                    assertThat(Monitoring.annotations(rule))
                            .containsEntry("runbook", "docs/runbook.md#" + anchor)
                            .containsKey("summary");
                });
    }

    @Test
    void rulesOfTheClusterAreTheSame() {
        Map<String, Object> resource = Monitoring.yaml("deploy/kubernetes/components/monitoring/rules.yaml");

        assertThat(map(resource.get("spec"))).isEqualTo(Map.of("groups", Monitoring.groups()));
    }

    @Test
    void rulesNameNoRecordThatIsNotMade() {
        assertThat(Monitoring.told()).isNotEmpty().noneMatch(name -> name.contains(":"));
        assertThat(Monitoring.records())
                .allSatisfy(record -> assertThat(Monitoring.expressions())
                        .as("%s is made for somebody", record)
                        .anyMatch(expression -> Monitoring.metrics(expression).contains(record)));
    }

    @Test
    void dashboardsAreWellFormedAndEachHasANameOfItsOwn() {
        Map<String, JsonNode> dashboards = Monitoring.dashboards();

        assertThat(dashboards).containsOnlyKeys("fleet.json", "queues.json", "services.json", "task-flow.json");
        dashboards.forEach((file, dashboard) ->
                assertThat(dashboard.path("uid").asText() + ".json").isEqualTo("iot-" + file));
        assertThat(dashboards.values())
                .extracting(dashboard -> dashboard.path("title").asText())
                .doesNotHaveDuplicates()
                .noneMatch(String::isBlank);
        assertThat(dashboards.values().stream()
                        .flatMap(dashboard -> dashboard.path("panels").valueStream()))
                .allSatisfy(panel -> {
                    assertThat(panel.path("title").asText()).isNotBlank();
                    assertThat(panel.path("description").asText()).isNotBlank();
                    assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("prometheus");
                    assertThat(panel.path("targets"))
                            .isNotEmpty()
                            .allMatch(target -> !target.path("expr").asText().isBlank());
                });
        assertThat(dashboards.values())
                .allSatisfy(dashboard ->
                        assertThat(dashboard.findValuesAsText("id")).doesNotHaveDuplicates());
    }

    @Test
    void everyDashboardIsShownInContainersAndInTheCluster() {
        Map<String, Object> configs =
                map(Monitoring.yaml("deploy/compose/compose.yaml").get("configs"));

        for (String file : Monitoring.dashboards().keySet()) {
            assertThat(text("deploy/observability/kustomization.yaml")).contains("- dashboards/" + file + "\n");
            assertThat(configs.values()).contains(Map.of("file", "../observability/dashboards/" + file));
            assertThat(text("deploy/compose/compose.yaml")).contains("target: /etc/grafana/dashboards/" + file);
        }
        assertThat(configs.values())
                .allSatisfy(config -> assertThat(Files.exists(ComposeFile.ROOT
                                .resolve("deploy/compose")
                                .resolve(String.valueOf(map(config).get("file")))))
                        .isTrue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            min(queue_age_seconds) > 60 ; queue_age_seconds
            sum by (le) (rate(a_bucket{le="b"}[5m])) / c ; a_bucket,c
            max({__name__=~"a_seconds|b_seconds"}) > 1 ; a_seconds,b_seconds
            histogram_quantile(0.95, sum by (le, service) (rate(a[5m]))) ; a
            task:moves:rate5m{to="DONE"} or on (x) b ; b,task:moves:rate5m
            """)
    void metricsAreFoundInAnExpression(String expression, String metrics) {
        assertThat(String.join(",", Monitoring.metrics(expression))).isEqualTo(metrics);
    }

    @Test
    void everyAlertIsTried() {
        List<String> tried = found("alertname: (\\w+)", text("deploy/observability/rules-test.yml"));

        assertThat(new TreeSet<>(tried)).isEqualTo(Monitoring.alerts());
    }

    @Test
    void whoeverIsAskedIsMissedWhenThereIsNone() {
        // Given
        String down = Monitoring.expressions().stream()
                .filter(expression -> expression.contains("absent(up{job=\"edge\"})"))
                .findFirst()
                .orElseThrow();
        List<String> asked = found("(?m)^  - job_name: (.+)$", text("deploy/observability/prometheus.yml"));

        // Then
        assertThat(asked).contains("edge", "rabbitmq-queues");
        assertThat(found("absent\\(up\\{job=\"([^\"]+)\"}\\)", down))
                .as("the broker's second job is asked at the same port")
                .containsExactlyInAnyOrderElementsOf(asked.stream()
                        .filter(job -> !job.equals("rabbitmq-queues"))
                        .toList())
                .containsExactlyInAnyOrder(
                        found("=~\"([^\"]+)\"} == 0", down).getFirst().split("\\|"));
    }
}
