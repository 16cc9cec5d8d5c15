package dev.meanwhile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** A packaged app that the system stops for longer than all timeouts of its clients, and continues. */
class StandstillIT {

    private static final int CONNECTIONS = 64;
    private static final int SECONDS = 5;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void standstillUnderLoadFailsNoRequestAndLeavesTheCircuitClosed() throws Exception {
        try (PackagedApp app = PackagedApp.start()) {
            HttpRequest request = HttpRequest.newBuilder(app.url().resolve("/")).build();
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger responses = new AtomicInteger();
            List<CompletableFuture<Void>> visitors = IntStream.range(0, CONNECTIONS)
                    .mapToObj(visitor -> visit(request, responses, enough)).toList();
            awaitResponses(responses, 2_000);

            signal("-STOP", app);
            CompletableFuture.runAsync(() -> signal("-CONT", app), CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS))
                    .join();

            awaitResponses(responses, 2_000);
            enough.set(true);
            visitors.forEach(visitor -> visitor.orTimeout(20, TimeUnit.SECONDS).join());
            // the older text format of Prometheus has a comma at the end of the labels
            assertThat(given().get(app.managementUrl().resolve("/q/metrics")).asString().replace(",}", "}"))
                    .contains("http_client_queue_size{clientName=\"number-api\"} 0.0")
                    .contains("ft_circuitbreaker_opened_total{method=\"number-api\"} 0.0")
                    .contains("ft_circuitbreaker_calls_total{circuitBreakerResult=\"failure\",method=\"number-api\"} 0.0");
        }
    }

    private CompletableFuture<Void> visit(HttpRequest request, AtomicInteger responses, AtomicBoolean enough) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenCompose(response -> {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            responses.incrementAndGet();
            return enough.get() ? CompletableFuture.completedFuture(null) : visit(request, responses, enough);
        });
    }

    private static void awaitResponses(AtomicInteger responses, int more) {
        int before = responses.get();
        await().atMost(30, TimeUnit.SECONDS).until(() -> responses.get() >= before + more);
    }

    private static void signal(String signal, PackagedApp app) {
        try {
            assertThat(new ProcessBuilder("kill", signal, String.valueOf(app.pid())).start().waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
