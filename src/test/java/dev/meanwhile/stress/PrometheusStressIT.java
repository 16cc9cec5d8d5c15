package dev.meanwhile.stress;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.meanwhile.PackagedApp;

/** Lets a Prometheus server scrape the packaged app, and evaluates every query of the dashboard and every rule. */
class PrometheusStressIT {

    private static final Path OBSERVABILITY = Path.of("docker", "observability").toAbsolutePath();
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static PackagedApp app;
    private static Process prometheus;
    private static String prometheusUrl;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(run("prometheus", "--version") == 0 && run("promtool", "--version") == 0, "Prometheus is not installed");
        app = PackagedApp.start();
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path config = Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [%s/rules/recording.yml, %1$s/rules/alerts.yml]
                scrape_configs:
                  - {job_name: meanwhile, metrics_path: /q/metrics, static_configs: [{targets: ["%s"]}]}
                """.formatted(OBSERVABILITY, app.managementUrl().getAuthority()));
        prometheusUrl = "http://127.0.0.1:" + port;
        prometheus = new ProcessBuilder("prometheus", "--config.file=" + config, "--web.listen-address=127.0.0.1:" + port,
                "--storage.tsdb.path=" + directory.resolve("data")).redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile()).start();
        await().ignoreExceptions().atMost(TIMEOUT).until(() -> query("count_over_time(up{job=\"meanwhile\"}[1m]) >= 2"),
                result -> !result.isEmpty());
        sendRequests();
    }

    /** Every series of the dashboard needs a second scrape, and {@code increase} a series that existed before. */
    private static void sendRequests() {
        String scrapes = "sum(count_over_time(up{job=\"meanwhile\"}[5m]))";
        for (int round = 1; round <= 2; round++) {
            given().get(app.url() + "/").then().statusCode(200);
            given().get(app.url() + "/api/nope").then().statusCode(404);
            given().queryParam("url", app.url() + "/nope").get(app.url() + "/fetch").then().statusCode(502);
            double before = value(query(scrapes));
            await().atMost(TIMEOUT).until(() -> value(query(scrapes)) >= before + 2);
        }
        given().accept("application/json").get(app.url() + "/lab/runs?users=1&calls=1&delay=0ms&modes=reactive").then()
                .statusCode(200);
    }

    @Test
    void everyQueryOfTheDashboardReturnsData() throws IOException {
        Map<String, String> values = new TreeMap<>();
        for (JsonNode panel : JSON.readTree(OBSERVABILITY.resolve("dashboard.json").toFile()).get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String expression = target.get("expr").asText().replace("$instance", ".+").replace("$__rate_interval", "20s")
                        .replace("$__range", "20s");
                JsonNode result = await().atMost(TIMEOUT).until(() -> query(expression),
                        samples -> !samples.isEmpty() && Double.isFinite(value(samples)));
                values.put(panel.get("title").asText() + ": " + target.get("expr").asText(),
                        result.get(0).at("/value/1").asText());
            }
        }
        assertThat(values).hasSizeGreaterThan(10);
        Files.createDirectories(Path.of("target", "stress"));
        Files.write(Path.of("target", "stress", "dashboard-values.txt"),
                values.entrySet().stream().map(entry -> entry.getValue() + "\t" + entry.getKey()).toList());
        StressReport.record("Every query of the dashboard, against a Prometheus server", "%d queries", "all return data",
                values.size());
    }

    @Test
    void dashboardFindsTheInstance() throws IOException {
        String variable = JSON.readTree(OBSERVABILITY.resolve("dashboard.json").toFile()).at("/templating/list/0/definition")
                .asText();
        String metric = variable.replaceAll("label_values\\((.+), instance\\)", "$1");

        JsonNode values = await().atMost(TIMEOUT).until(
                () -> get("/api/v1/label/instance/values?match[]=" + metric).get("data"), found -> !found.isEmpty());
        assertThat(values.get(0).asText()).isEqualTo(app.managementUrl().getAuthority());
    }

    @Test
    void everyRecordingRuleHasAValueAndEveryAlertIsEvaluated() {
        List<String> alerts = new ArrayList<>();
        await().atMost(TIMEOUT).untilAsserted(() -> {
            for (JsonNode group : get("/api/v1/rules").at("/data/groups")) {
                for (JsonNode rule : group.get("rules")) {
                    assertThat(rule.get("health").asText()).as(rule.get("name").asText()).isEqualTo("ok");
                    if ("recording".equals(rule.get("type").asText())) {
                        assertThat(query(rule.get("name").asText())).as(rule.get("name").asText()).isNotEmpty();
                    } else {
                        alerts.add(rule.get("name").asText());
                    }
                }
            }
            assertThat(alerts).contains("MeanwhileDown");
        });
    }

    /** An alert on a metric that does not exist never fires. */
    @Test
    void everyMetricOfTheAlertsExists() throws IOException {
        String alerts = Files.readString(OBSERVABILITY.resolve("rules").resolve("alerts.yml"));
        List<String> metrics = Pattern.compile("(?<![:\\w])(?:meanwhile|http|ft|jvm|process)_[a-z_]+").matcher(alerts)
                .results().map(MatchResult::group).distinct().toList();

        assertThat(metrics).hasSizeGreaterThan(6).allSatisfy(metric -> await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(query(metric)).as(metric).isNotEmpty()));
    }

    @Test
    void testsOfTheRulesPass() throws Exception {
        assertThat(run("promtool", "test", "rules", OBSERVABILITY.resolve("rules/rules-test.yml").toString())).isZero();
    }

    @Test
    void promtoolParsesTheMetrics() throws Exception {
        for (String accept : new String[] { "*/*", "text/plain" }) {
            Path metrics = directory.resolve("metrics.txt");
            Files.write(metrics, given().accept(accept).get(app.managementUrl().resolve("/q/metrics")).asByteArray());
            Process promtool = new ProcessBuilder("promtool", "check", "metrics").redirectInput(metrics.toFile())
                    .redirectErrorStream(true).start();
            String output = new String(promtool.getInputStream().readAllBytes(), UTF_8);
            // 1 is a syntax error, 3 a name against the conventions, such as those of Micrometer
            assertThat(promtool.waitFor()).as(output).isIn(0, 3);
            assertThat(output).doesNotContain("error while linting", "parsing error");
        }
    }

    private static JsonNode query(String expression) {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8)).at("/data/result");
    }

    private static double value(JsonNode samples) {
        return samples.isEmpty() ? Double.NaN : samples.get(0).at("/value/1").asDouble(Double.NaN);
    }

    private static JsonNode get(String path) {
        try {
            return JSON.readTree(given().urlEncodingEnabled(false).get(prometheusUrl + path).asString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.destroy();
        }
        if (app != null) {
            app.close();
        }
    }
}
