package dev.meanwhile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configuration, logs and profiles of the packaged application. */
class PackagedAppConfigIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @ParameterizedTest
    @CsvSource({
            "quarkus.rest-client.number-api.url, nonsense",
            "quarkus.rest-client.number-api.url, ftp://localhost",
            "quarkus.rest-client.number-api.url, http://localhost:99999",
            "quarkus.rest-client.number-api.url, http://not a host",
            "quarkus.rest-client.number-api.connection-pool-size, 0",
            "quarkus.rest-client.number-api.read-timeout, -1",
            "quarkus.rest-client.lab-upstream.url, nonsense",
            "meanwhile.number.call-timeout, soon",
            "meanwhile.number.call-timeout, 0s",
            "meanwhile.number.call-timeout, ''",
            "meanwhile.number.retry.max-retries, 11",
            "meanwhile.number.circuit-breaker.failure-ratio, 2",
            "meanwhile.rest-client.max-response-size, lots",
            "meanwhile.rest-client.max-response-size, 0",
            "meanwhile.fetch.max-response-size, 2G",
            "meanwhile.fetch.max-response-size, ''",
            "meanwhile.lab.max-run-duration, 0s",
            "meanwhile.lab.enabled, perhaps",
            "quarkus.http.port, 99999",
            "meanwhile.http.idle-timeout, 0s",
            "meanwhile.http.request-timeout, soon",
            "meanwhile.fetch.allowed-origins, http://localhost/path",
            "meanwhile.fetch.connect-timeout, 25d",
            "meanwhile.fetch.max-concurrent-requests, 0",
            "quarkus.rest-client.number-api.url, http://number_api:8080",
            // an expression without a value
            "'meanwhile.fetch.allowed-origins', 'https://a.example,${NOPE}'",
            "meanwhile.fetch.max-response-size, '${NOPE}'",
            "meanwhile.lab.enabled, '${NOPE}'",
            "quarkus.http.proxy.trusted-proxies, '${NOPE}'",
            "quarkus.http.proxy.trusted-proxies, '10.0.0.1,${A:${NOPE}}'",
            "quarkus.rest-client.number-api.url, 'http://${NOPE}:8080'",
            "quarkus.http.ssl.certificate.files, '${NOPE}'",
            // no such property
            "meanwhile.numer.deadline, 1s",
            "meanwhile.fetch.max-byte, 2M",
            "quarkus.rest-client.numberapi.url, http://localhost" })
    void invalidValueStopsStartupAndNamesItsProperty(String property, String value) {
        try (PackagedApp app = PackagedApp.launch(property + "=" + value)) {
            assertThat(app.exitStatus()).isNotZero();
            assertThat(app.log()).doesNotContain("\tat ").containsOnlyOnce(property);
        }
    }

    @ParameterizedTest
    @CsvSource({
            "MEANWHILE_FETCH_MAX_BYTE, 2M, MEANWHILE_FETCH_MAX_BYTE",
            "MEANWHILE_NUMER_DEADLINE, 1s, MEANWHILE_NUMER_DEADLINE",
            "QUARKUS_REST_CLIENT_NUMBERAPI_URL, http://localhost, QUARKUS_REST_CLIENT_NUMBERAPI_URL",
            "MEANWHILE_FETCH_ALLOWED_ORIGINS, 'https://a.example,${NOPE}', meanwhile.fetch.allowed-origins",
            "QUARKUS_HTTP_PROXY_TRUSTED_PROXIES, '${NOPE}', quarkus.http.proxy.trusted-proxies" })
    void invalidEnvironmentVariableStopsStartupAndIsNamed(String variable, String value, String name) {
        try (PackagedApp app = PackagedApp.launch(Map.of(variable, value))) {
            assertThat(app.exitStatus()).isNotZero();
            assertThat(app.log()).doesNotContain("\tat ").containsOnlyOnce(name);
        }
    }

    @ParameterizedTest
    @CsvSource({ "quarkus.otel.exporter.otlp.endpoint, localhost:4317", "otel.exporter.otlp.endpoint, localhost:4317",
            "otel.exporter.otlp.endpoint, http:localhost", "quarkus.otel.exporter.otlp.traces.endpoint, localhost" })
    void otlpEndpointThatIsNoUrlStopsStartupWithOneSentence(String property, String value) {
        try (PackagedApp app = PackagedApp.launch(property + "=" + value)) {
            assertThat(app.exitStatus()).isNotZero();
            assertThat(app.log()).doesNotContain("\tat ").doesNotContain("stackTrace")
                    .containsOnlyOnce("must be an http or https URL, such as http://localhost:4317, but is '" + value + "'");
        }
    }

    @Test
    void startsWithVariablesOfKubernetesServicesAndFormerNames() {
        try (PackagedApp app = PackagedApp.launch(Map.of("MEANWHILE_PORT", "tcp://10.0.0.1:8080", "MEANWHILE_SERVICE_HOST",
                "10.0.0.1", "MEANWHILE_PORT_8080_TCP_ADDR", "10.0.0.1", "MEANWHILE_SERVICE_PORT_HTTP", "8080",
                "MEANWHILE_NUMBER_DEADLINE", "3s", "MEANWHILE_FETCH_ALLOWED_ORIGINS", "${NOPE:https://a.example}",
                "PS1", "${debian_chroot}"))) {
            app.awaitStart();
        }
    }

    @ParameterizedTest
    @CsvSource({ "ar, EG", "fa, IR" })
    void logsAsciiDigitsInEveryLocale(String language, String country) {
        try (PackagedApp app = PackagedApp.start("user.language=" + language, "user.country=" + country,
                "user.language.format=" + language, "user.country.format=" + country, "user.extensions=nu-arab",
                "quarkus.log.category.\"dev.meanwhile\".level=DEBUG")) {
            given().baseUri(app.url().toString()).get("/").then().statusCode(200);
            given().queryParam("url", app.url() + "/api/7").get(app.url() + "/fetch").then().statusCode(200);
            given().queryParam("url", app.url() + "/nope").get(app.url() + "/fetch").then().statusCode(502);
            given().get(app.url() + "/api/" + "7".repeat(1_001)).then().statusCode(400)
                    .body("message", is("number must have at most 1,000 digits, but has 1,001."));
            await().atMost(TIMEOUT).until(() -> app.log().contains("failed with 502"));
            app.terminate();
            app.exitStatus();

            assertThat(app.log()).contains("(40 bytes)", "responded in ")
                    .matches(log -> log.chars().filter(Character::isDigit).allMatch(digit -> digit < 0x80),
                            "has ASCII digits only");
        }
    }

    @Test
    void invalidNumberNamesTheRange() {
        try (PackagedApp app = PackagedApp.launch("meanwhile.number.circuit-breaker.failure-ratio=50%")) {
            assertThat(app.exitStatus()).isNotZero();
            assertThat(app.log()).contains("from 0.01 to 1");
        }
    }

    @Test
    void samePortForManagementStopsStartup() {
        try (PackagedApp app = PackagedApp.launch("quarkus.http.port=8081", "quarkus.management.port=8081")) {
            assertThat(app.exitStatus()).isNotZero();
            assertThat(app.log()).contains("quarkus.management.port and quarkus.http.port must differ, but both are 8081");
        }
    }

    @Test
    void formerPropertyNamesWorkAndAreLoggedOnceEach() {
        try (PackagedApp app = PackagedApp.start("meanwhile.fetch.max-bytes=20", "meanwhile.number.deadline=3s")) {
            assertThat(app.log())
                    .containsOnlyOnce("The property meanwhile.fetch.max-bytes is deprecated and will be removed in version 2. "
                            + "Use meanwhile.fetch.max-response-size instead.")
                    .containsOnlyOnce("The property meanwhile.number.deadline is deprecated");
            given().queryParam("url", app.url() + "/api/7").get(app.url() + "/fetch").then()
                    .statusCode(502).body("message", containsString("20 bytes"));
        }
    }

    @Test
    void metersHaveThePortOfBothServers() throws IOException {
        int free = freePort();
        try (PackagedApp app = PackagedApp.start("quarkus.http.port=" + free)) {
            given().baseUri(app.url().toString()).get("/").then().statusCode(200);
            assertThat(app.metrics())
                    .contains("http_server_active_requests{server_port=\"" + free + "\"")
                    .contains("http_server_active_requests{server_port=\"random\"");
            assertThat(app.log()).doesNotContain("already registered");
        }
    }

    // java.net.URI does not know a host with an underscore, such as a service of Docker Compose
    @Test
    void fetchesFromAHostWithAnUnderscore(@TempDir Path folder) throws IOException {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost number_api\n");
        int free = freePort();
        String origin = "http://number_api:" + free;
        try (PackagedApp app = PackagedApp.start("quarkus.http.port=" + free, "jdk.net.hosts.file=" + hosts,
                "meanwhile.fetch.allowed-origins=" + origin)) {
            given().queryParam("url", origin + "/api/7").get(app.url() + "/fetch").then().statusCode(200)
                    .body("data.data", is("7"));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void forwardedHttpsAddsHstsOnlyIfForwardingIsEnabled() {
        String header = "Strict-Transport-Security";
        try (PackagedApp app = PackagedApp.start()) {
            given().header("X-Forwarded-Proto", "https").get(app.url() + "/hello").then().header(header, nullValue());
        }
        try (PackagedApp app = PackagedApp.start("quarkus.http.proxy.proxy-address-forwarding=true")) {
            given().header("X-Forwarded-Proto", "https").get(app.url() + "/hello").then()
                    .header(header, "max-age=31536000");
            given().get(app.url() + "/hello").then().header(header, nullValue());
        }
    }

    @Test
    void callsItselfOnARandomPort() {
        try (PackagedApp app = PackagedApp.start()) {
            given().baseUri(app.url().toString()).get("/").then()
                    .statusCode(200).body(containsString(app.url() + "/api/"));
            given().queryParam("url", app.url() + "/api/7").get(app.url() + "/fetch").then().statusCode(200);
        }
    }

    @Test
    void logsOneLinePerRequestAndDetailsAtDebugLevel() {
        try (PackagedApp app = PackagedApp.start()) {
            given().baseUri(app.url().toString()).get("/");

            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(app.log())
                    .containsOnlyOnce("\"GET / HTTP/1.1\\\" 200")
                    .containsPattern("\"GET /api/\\d+ HTTP/1\\.1\\\\\" 200 \\d+ ms"));
            assertThat(app.log()).doesNotContain("DEBUG");
        }
        try (PackagedApp app = PackagedApp.start("quarkus.log.category.\"dev.meanwhile\".level=DEBUG",
                "quarkus.log.category.\"io.quarkus.http.access-log\".level=OFF")) {
            given().baseUri(app.url().toString()).get("/");

            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(app.log())
                    .containsPattern(
                            "dev\\.meanwhile\\.number\\.NumberClient\",\"level\":\"DEBUG\",\"message\":\".* responded in \\d+ ms"));
            assertThat(app.log()).doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void doesNotLogClientsThatLeaveALabRun() throws IOException {
        try (PackagedApp app = PackagedApp.start()) {
            URI run = app.url().resolve("/lab/runs?users=200&calls=10&delay=10ms&threads=200&modes=reactive&repeats=5");
            for (int visits = 1; visits <= 5; visits++) {
                try (InputStream events = run.toURL().openStream()) {
                    assertThat(events.readNBytes(20_000)).hasSize(20_000);
                }
                String left = "meanwhile_lab_runs_seconds_count{outcome=\"cancelled\"} " + visits + ".0";
                await().atMost(TIMEOUT).until(
                        () -> app.metrics().contains(left));
            }
            assertThat(app.log()).doesNotContain("\"level\":\"ERROR\"");
        }
    }

    @Test
    void devProfileHasNoErrorPageOfTheFramework() {
        try (PackagedApp app = PackagedApp.start("quarkus.profile=dev")) {
            for (String path : new String[] { "/nope", "/api/nope" }) {
                given().baseUri(app.url().toString()).accept("text/html, */*").get(path).then()
                        .statusCode(404)
                        .body(not(containsString("Exception"))).body(not(containsString("Quarkus")));
            }
        }
    }
}
