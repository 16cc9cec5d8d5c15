package dev.meanwhile;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.startsWith;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Shutdown of the packaged application: from SIGTERM until the process exits. */
class ShutdownIT {

    /** 128 + SIGTERM: the exit status of a JVM that SIGTERM has ended. */
    private static final int TERMINATED = 143;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Test
    void shutdownServesDuringDelayThenRejectsNewRequests() {
        try (PackagedApp app = PackagedApp.start("quarkus.shutdown.delay=2s",
                "quarkus.rest-client.user-agent=own-user-agent")) {
            URI ready = app.managementUrl().resolve("/q/health/ready");
            when().get(ready).then().statusCode(200);
            when().get(app.url()).then().statusCode(200);

            app.terminate();

            await().atMost(TIMEOUT).until(() -> when().get(ready).statusCode() == 503);
            when().get(app.managementUrl().resolve("/q/health/live")).then().statusCode(200);
            when().get(app.url()).then().statusCode(200).header("Connection", "close");
            CompletableFuture<HttpResponse<String>> inFlight = HttpClient.newHttpClient().sendAsync(
                    HttpRequest.newBuilder(app.url().resolve("/lab/upstream/7?delay=4s")).build(), BodyHandlers.ofString());
            await().atMost(TIMEOUT).until(() -> when().get(app.url().resolve("/api/7")).statusCode() == 503);
            when().get(app.url().resolve("/api/7")).then().statusCode(503).header("Retry-After", "2")
                    .header("Connection", "close")
                    .body("message", startsWith("This instance is shutting down. Retry later. Error id: "));
            // A request in flight may have to call the service itself.
            given().header("User-Agent", "own-user-agent").get(app.url().resolve("/api/7")).then().statusCode(200);
            assertThat(inFlight).isNotDone();
            assertThat(inFlight).succeedsWithin(TIMEOUT).extracting(HttpResponse::statusCode).isEqualTo(200);
            assertThat(app.exitStatus()).isEqualTo(TERMINATED);
        }
    }

    @Test
    void shutdownWaitsForAFetchFromItself() {
        try (PackagedApp app = PackagedApp.start()) {
            CompletableFuture<HttpResponse<String>> page = HttpClient.newHttpClient().sendAsync(HttpRequest.newBuilder(
                    URI.create(app.url() + "/gather?url=" + app.url() + "/lab/upstream/7?delay=1s")).build(),
                    BodyHandlers.ofString());
            await().atMost(TIMEOUT).until(() -> app.metrics()
                    .contains("meanwhile_fetch_in_flight 1.0"));

            app.terminate();

            assertThat(page).succeedsWithin(TIMEOUT).satisfies(response -> {
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.body()).contains("\"data\":\"7\"");
            });
            assertThat(app.exitStatus()).isEqualTo(TERMINATED);
        }
    }

    @Test
    void shutdownEndsALabRunWithAnEvent() throws Exception {
        try (PackagedApp app = PackagedApp.start("quarkus.shutdown.delay=3s")) {
            URI runs = app.url().resolve("/lab/runs?users=1&calls=20&delay=2s&modes=sequential");
            HttpResponse<Stream<String>> run = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(runs).header("Accept", "text/event-stream").build(), BodyHandlers.ofLines());

            app.terminate();

            assertThat(run.body().toList())
                    .anyMatch(line -> line.startsWith("data:{\"explanation\":\"This instance is "));
            assertThat(app.metrics())
                    .contains("meanwhile_lab_runs_seconds_count{outcome=\"stopped\"} 1.0");
            assertThat(app.exitStatus()).isEqualTo(TERMINATED);
        }
    }
}
