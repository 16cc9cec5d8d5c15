package dev.meanwhile;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.meanwhile.stress.Http2Connection;

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

    /** A GOAWAY frame refuses the streams that the client sends before it has read it; the client can repeat them safely. */
    @Test
    void http2RequestDuringTheDelayIsServedOrWasNeverBegun() throws IOException {
        try (PackagedApp app = PackagedApp.start("quarkus.shutdown.delay=3s",
                "quarkus.http.access-log.pattern=\"%r\" %s %D ms", "quarkus.http.access-log.exclude-pattern=none");
                Http2Connection connection = new Http2Connection(app.url(), TIMEOUT)) {
            assertThat(connection.readResponse(send(connection, "first")).status()).isEqualTo(200);

            app.terminate();
            await().atMost(TIMEOUT).until(() -> app.log().contains("Shutting down: not ready"));
            // The client reads nothing in this time, so it does not know of the shutdown.
            Map<String, Integer> streams = new LinkedHashMap<>();
            for (int i = 0; i < 90; i++) {
                streams.put("stream-" + i + ".", send(connection, "stream-" + i + "."));
            }

            int served = 0;
            List<String> refused = new ArrayList<>();
            for (Map.Entry<String, Integer> stream : streams.entrySet()) {
                Http2Connection.Response response = connection.readResponse(stream.getValue());
                if (response.resetCode() == null) {
                    assertThat(response.status()).isEqualTo(200);
                    served++;
                } else {
                    assertThat(response.resetCode()).isEqualTo(Http2Connection.REFUSED_STREAM);
                    refused.add(stream.getKey());
                }
            }
            assertThat(served).isPositive();
            assertThat(app.exitStatus()).isEqualTo(TERMINATED);
            String log = app.log();
            assertThat(log.lines().filter(line -> line.contains("\"stream-"))).hasSize(served);
            assertThat(refused).noneMatch(log::contains);
        }
    }

    private static int send(Http2Connection connection, String id) {
        return connection.sendHeaders(true, ":method", "GET", ":scheme", "http", ":path", "/lab/upstream/7?delay=20ms",
                ":authority", "localhost", "x-request-id", id);
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
