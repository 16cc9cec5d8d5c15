package dev.meanwhile;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.restassured.path.json.JsonPath;

/** Metrics and build information of the packaged app. */
class MetricsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Path DASHBOARD = Path.of("docker/observability/dashboard.json");
    private static final Pattern METER = Pattern.compile("([a-z_]+)\\{");
    private static final Pattern NOT_IN_NATIVE = Pattern.compile("jvm_(gc|buffer|classes|threads_states|compilation)_.*");

    private static PackagedApp app;

    @BeforeAll
    static void start() {
        app = PackagedApp.start();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void countsRequestsByRouteNotByPath() {
        when().get(app.url() + "/").then().statusCode(200);
        sendRequests(1, 5);
        await().atMost(TIMEOUT).until(() -> lines("http_server_requests_seconds_count").stream()
                .anyMatch(line -> line.contains("uri=\"/greet/{name}\"")));
        Set<String> series = series();

        sendRequests(6, 20);

        assertThat(series()).isEqualTo(series)
                .noneMatch(line -> line.contains("guest") || line.contains("nope") || line.matches(".*[/-]\\d+\".*"));
        assertThat(lines("http_server_requests_seconds_count"))
                .filteredOn(line -> line.contains("uri=\"/api/{number: [0-9]+}\"") && line.contains("status=\"200\""))
                .hasSize(1);
        assertThat(lines("http_client_requests_seconds_count"))
                .anyMatch(line -> line.contains("clientName=\"number-api\"") && line.contains("uri=\"/api/{number}\""));
    }

    private void sendRequests(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> {
            for (String path : List.of("/api/" + i, "/api/random?max=" + i, "/greet/guest-" + i,
                    "/lab/upstream/" + i + "?delay=0", "/lab?users=" + i, "/nope/" + i, "/api/nope-" + i,
                    "/nope-" + i + ".css")) {
                when().get(app.url() + path);
                when().post(app.url() + path);
                when().options(app.url() + path);
                given().accept("image/png").get(app.url() + path);
            }
            for (String path : List.of("/fetch", "/gather")) {
                for (String url : List.of("/api/" + i, "/nope/" + i)) {
                    given().queryParam("url", app.url() + url).get(app.url() + path);
                }
            }
        });
    }

    // excludes the meters of the JVM, which vary
    private Set<String> series() {
        return app.metrics().lines()
                .filter(line -> line.matches("(http|ft|meanwhile)_.*"))
                .map(line -> line.replaceFirst(" [^ ]*$", "")).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void countsRequestsInLatencyBuckets() {
        when().get(app.url() + "/hello").then().statusCode(200);

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(lines("http_server_requests_seconds_bucket"))
                .filteredOn(line -> line.contains("uri=\"/hello\"")).hasSize(12)
                .anyMatch(line -> line.contains("le=\"0.005\"")).anyMatch(line -> line.contains("le=\"10.0\""))
                .anyMatch(line -> line.contains("le=\"+Inf\"") && line.endsWith(" 1.0")));
    }

    @Test
    void countsLabRunsByOutcome() throws IOException {
        try (PackagedApp fresh = PackagedApp.start()) {
            given().accept("application/json").get(fresh.url() + "/lab/runs?users=1&calls=1&delay=0").then().statusCode(200);
            URI slow = fresh.url().resolve("/lab/runs?users=1&calls=20&delay=2s&modes=sequential");
            try (InputStream stream = slow.toURL().openStream()) {
                assertThat(stream.read()).isEqualTo('i');
            }

            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(lines(fresh, "meanwhile_lab_runs_seconds_count"))
                    .containsExactlyInAnyOrder("meanwhile_lab_runs_seconds_count{outcome=\"completed\"} 1.0",
                            "meanwhile_lab_runs_seconds_count{outcome=\"cancelled\"} 1.0",
                            "meanwhile_lab_runs_seconds_count{outcome=\"stopped\"} 0.0",
                            "meanwhile_lab_runs_seconds_count{outcome=\"failed\"} 0.0"));
            assertThat(lines(fresh, "meanwhile_lab_runs_seconds_sum")).hasSize(4);
        }
    }

    @Test
    void reportsConnectionPoolCircuitBreakerAndFetches() {
        try (PackagedApp fresh = PackagedApp.start()) {
            given().queryParam("url", fresh.url() + "/api/7").get(fresh.url() + "/fetch").then().statusCode(200);
            when().get(fresh.url() + "/").then().statusCode(200);

            // the connection of the page stays open for 4 s, the keep-alive time
            assertThat(lines(fresh, "http_client_active_connections"))
                    .containsExactly("http_client_active_connections{clientName=\"number-api\"} 1.0");
            assertThat(lines(fresh, "http_client_queue_size")).anyMatch(line -> line.contains("clientName=\"number-api\""));
            assertThat(lines(fresh, "ft_circuitbreaker_state_current")).anyMatch(line -> line.contains("number-api"));
            assertThat(lines(fresh, "meanwhile_fetch_in_flight")).hasSize(1);
        }
    }

    @Test
    void dashboardNeedsNoMeterThatTheJvmOrTheNativeExecutableLacks() throws IOException {
        when().get(app.url() + "/").then().statusCode(200);
        given().queryParam("url", app.url() + "/api/7").get(app.url() + "/fetch").then().statusCode(200);
        given().accept("application/json").get(app.url() + "/lab/runs?users=1&calls=1&delay=0").then().statusCode(200);
        List<String> expressions = JsonPath.from(DASHBOARD.toFile()).getList("panels.targets.flatten().expr");
        List<String> meters = expressions.stream().flatMap(expression -> METER.matcher(expression).results())
                .map(match -> match.group(1)).distinct().toList();

        assertThat(meters).hasSizeGreaterThan(8)
                .allSatisfy(meter -> await().atMost(TIMEOUT).until(() -> !lines(meter).isEmpty()))
                .noneMatch(NOT_IN_NATIVE.asMatchPredicate());
        assertThat(expressions).as("names of memory pools, which differ").noneMatch(expression -> expression.contains("id="));
        assertThat(expressions).filteredOn(expression -> expression.contains("jvm_memory_max_bytes"))
                .as("without the maximum -1 of a native executable").allMatch(expression -> expression.contains("} > 0"));
    }

    @Test
    void reportsVersionAndCommit() {
        JsonPath info = when().get(app.managementUrl().resolve("/q/info")).then().statusCode(200).extract().jsonPath();

        assertThat(info.getString("build.version")).isNotBlank();
        assertThat(info.getString("build.time")).isNotBlank();
        assertThat(info.getString("git.commit.id")).hasSizeGreaterThanOrEqualTo(7);
        assertThat(lines("meanwhile_build_info")).singleElement().asString()
                .contains("version=\"" + info.getString("build.version") + "\"")
                .contains("commit=\"" + info.getString("git.commit.id"));
        assertThat(when().get(app.url() + "/").asString()).contains("Meanwhile " + info.getString("build.version"));
    }

    @Test
    void negotiatesTheFormat() {
        String openMetrics = "application/openmetrics-text";
        String text = "text/plain";
        // the headers of Prometheus 2.42 and 3.5
        assertFormat("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", openMetrics);
        assertFormat("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
                + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1", openMetrics);
        assertFormat(openMetrics, openMetrics);
        assertFormat("application/openmetrics-text ; version=1.0.0", openMetrics);
        assertFormat("application/openmetrics-text, */*", openMetrics);
        assertFormat("text/plain;q=0, */*", openMetrics);
        assertFormat("application/openmetrics-text;q=0.1, text/plain", text);
        assertFormat("application/openmetrics-text;q=0, */*", text);
        assertFormat("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", text);
        assertFormat("*/*", text);
        assertFormat(",", text);
        given().accept("application/json").get(metricsUrl()).then().statusCode(406);
        given().accept("text/plain;q=0,application/openmetrics-text;q=0,*/*").get(metricsUrl()).then().statusCode(406);
    }

    private void assertFormat(String accept, String type) {
        given().accept(accept).get(metricsUrl()).then().statusCode(200).contentType(startsWith(type + ";"))
                .header("Vary", "Accept");
    }

    @Test
    void everyMetricHasAHelpText() {
        useAllClients();

        assertThat(given().accept("text/plain").get(metricsUrl()).asString().lines().filter(line -> line.startsWith("# HELP ")))
                .hasSizeGreaterThan(50).allMatch(line -> line.matches("# HELP \\w+ \\S.*"));
    }

    /** OpenMetrics 1.0: the name of a sample is that of its family with a suffix that the type of the family allows. */
    @Test
    void openMetricsConform() {
        useAllClients();
        Map<String, String> suffixes = Map.of("counter", "_total|_created", "summary", "|_count|_sum|_created", "histogram",
                "_bucket|_count|_sum|_created", "gauge", "", "unknown", "", "info", "_info");
        Set<String> families = new HashSet<>();
        String sample = "nothing";

        List<String> lines = given().accept("application/openmetrics-text").get(metricsUrl()).asString().lines().toList();

        assertThat(lines).last().isEqualTo("# EOF");
        for (String line : lines.subList(0, lines.size() - 1)) {
            String[] words = line.split("[ {]");
            if (line.startsWith("# TYPE ")) {
                assertThat(families.add(words[2])).as(line).isTrue();
                sample = words[2] + "(" + suffixes.get(words[3]) + ")";
            } else if (!line.startsWith("#")) {
                assertThat(words[0]).matches(sample);
            }
        }
        assertThat(families).hasSizeGreaterThan(50);
    }

    private void useAllClients() {
        when().get(app.url() + "/").then().statusCode(200);
        given().queryParam("url", app.url() + "/api/7").get(app.url() + "/fetch").then().statusCode(200);
        given().accept("application/json").get(app.url() + "/lab/runs?users=1&calls=1&delay=0").then().statusCode(200);
    }

    private URI metricsUrl() {
        return app.managementUrl().resolve("/q/metrics");
    }

    private static List<String> lines(String name) {
        return lines(app, name);
    }

    private static List<String> lines(PackagedApp app, String name) {
        return app.metrics().lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .toList();
    }
}
