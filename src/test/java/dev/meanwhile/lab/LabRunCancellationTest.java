package dev.meanwhile.lab;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.lab.engine.VirtualThreads;
import dev.meanwhile.lab.upstream.InFlightCounter;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/** A run whose client disconnects leaves no call in flight after one second, and starts none. */
@QuarkusTest
class LabRunCancellationTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Inject
    InFlightCounter upstream;

    @TestHTTPResource
    URL address;

    @ParameterizedTest
    @ValueSource(strings = { "sequential", "pool", "virtual", "reactive", "sequential,pool,virtual,reactive" })
    void cancelledRunLeavesNoCallInFlight(String modes) throws Exception {
        String query = "users=40&calls=5&delay=2s&threads=40&modes=" + modes;
        assumeTrue(VirtualThreads.AVAILABLE || !"virtual".equals(modes));
        for (int round = 0; round < 3; round++) {
            InputStream stream = open(query);
            // the calls of the warm-up are shorter, so these are the calls of the scenario
            await().atMost(TIMEOUT).until(() -> upstream.inFlight() >= 40 && slowCallsAreInFlight());

            stream.close();

            assertNoCallInFlight();
            given().accept("application/json").get("/lab/runs?users=2&calls=2&delay=10ms&modes=pool,reactive").then()
                    .statusCode(200).body("done.explanation", containsString("."));
        }
    }

    private boolean slowCallsAreInFlight() {
        long total = upstream.total();
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        return upstream.total() == total && upstream.inFlight() >= 40;
    }

    @Test
    void cancelledReportLeavesNoCallInFlight() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "lab/runs?users=10&calls=1&delay=2s&modes=reactive"))
                .header("Accept", "application/json").build();
        var response = HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.discarding());
        await().atMost(TIMEOUT).until(() -> upstream.inFlight() == 10 && areInFlight(10));

        response.cancel(true);

        assertNoCallInFlight();
    }

    /** Within a second, and no queued call starts later. */
    private void assertNoCallInFlight() {
        await().atMost(Duration.ofSeconds(1)).until(() -> upstream.inFlight() == 0);
        long total = upstream.total();
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(1))
                .until(() -> upstream.inFlight() == 0 && upstream.total() == total);
    }

    private boolean areInFlight(int calls) {
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        return upstream.inFlight() == calls;
    }

    private InputStream open(String query) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(address + "lab/runs?" + query)).build(),
                HttpResponse.BodyHandlers.ofInputStream()).body();
    }
}
