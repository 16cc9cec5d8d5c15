package dev.meanwhile.lab.upstream;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SlowNumberResourceTest {

    @Inject
    InFlightCounter inFlight;

    @TestHTTPResource("lab/upstream/7?delay=4s")
    URL slow;

    @ParameterizedTest
    @CsvSource({ "0, 0", "150ms, 150", "1s, 1000" })
    void returnsTheNumberAfterTheDelay(String delay, long millis) {
        long startNanos = System.nanoTime();
        given().queryParam("delay", delay).get("/lab/upstream/007").then()
                .statusCode(200).body(is("{\"success\":true,\"message\":\"\",\"data\":\"7\"}"));
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isBetween(Duration.ofMillis(millis),
                Duration.ofMillis(millis + 2_000));
    }

    @Test
    void failsOnRequest() {
        given().queryParam("delay", "0").queryParam("fail", "true").get("/lab/upstream/7").then()
                .statusCode(503).header("Retry-After", "2")
                .body("success", is(false)).body("data", is(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            delay=4001ms | delay must be from 0 to 4s, but was 4001ms.
            delay=soon   | delay must be 0 or a duration such as 200ms or 1s, but was 'soon'.
            delay=       | delay must be 0 or a duration such as 200ms or 1s, but was ''.
            delay=0&delay=1s | delay must be given once, but was given 2 times.
            fail=        | fail must be true or false, but was ''.
            fail=maybe   | fail must be true or false, but was 'maybe'.
            """)
    void namesAWrongParameter(String query, String message) {
        when().get("/lab/upstream/7?" + query).then().statusCode(400).body("message", equalTo(message));
    }

    @ParameterizedTest
    @CsvSource({ "-1", "abc", "''" })
    void returns404ForOtherThanNumbers(String number) {
        when().get("/lab/upstream/" + number).then().statusCode(404).body("success", is(false));
    }

    @Test
    void cancelledRequestIsNotInFlight() throws Exception {
        int before = inFlight.inFlight();
        CompletableFuture<?> call = HttpClient.newHttpClient().sendAsync(
                HttpRequest.newBuilder(URI.create(slow.toString())).build(),
                HttpResponse.BodyHandlers.discarding());
        await().until(() -> inFlight.inFlight() == before + 1);

        call.cancel(true);

        await().atMost(Duration.ofSeconds(1)).until(() -> inFlight.inFlight() == before);
    }
}
