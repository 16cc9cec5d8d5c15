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

/** Configuration, logs and profiles of the packaged application. {@link InvalidConfigIT} tests values that stop the start. */
class PackagedAppConfigIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

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
