package dev.meanwhile.home;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import dev.meanwhile.LogRecorder;
import dev.meanwhile.StubUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;

/** Error pages and log entries of the home page for failures of the numeric API. */
@QuarkusTest
@WithTestResource(StubUpstream.class)
class HomeFailureTest {

    @Inject
    CircuitBreakerMaintenance breakers;

    StubUpstream upstream;

    @AutoClose
    final LogRecorder log = new LogRecorder("dev.meanwhile.http.error.ErrorResponse");

    @AfterEach
    void resetCircuitBreakersAndUpstream() {
        breakers.resetAll();
        upstream.behaveAs(StubUpstream::respond);
    }

    @Test
    void logsAnUpstreamFailureOnceWithCauseAndRequestId() {
        upstream.behaveAs(request -> request.connection().close());

        String page = expectErrorPage(502, "The numeric API could not be reached.").extract().asString();

        assertThat(log.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.message()).startsWith("GET / failed with 502, error id ").contains("Connection");
            assertThat(page).contains(entry.message().replaceFirst(".*error id ([^:]+):.*", "$1"));
            assertThat(entry.thrown()).isNull();
        });
    }

    @Test
    void returns502ForAnInvalidResponse() {
        upstream.behaveAs(request -> request.response().setStatusCode(500).end());

        expectErrorPage(502, "The numeric API returned status 500.");
    }

    @Test
    void returns504ForASlowUpstream() {
        upstream.behaveAs(StubUpstream::drip);

        expectErrorPage(504, "The numeric API did not respond in time.");
    }

    @Test
    void returns503WhileTheCircuitIsOpen() {
        upstream.behaveAs(request -> request.response().setStatusCode(500).end());
        for (int call = 0; call < 4; call++) {
            expectErrorPage(502, "The numeric API");
        }

        expectErrorPage(503, "The numeric API is not called: the circuit breaker is open").header("Retry-After", "1")
                .body(containsString("This can work in one second."));
    }

    private static ValidatableResponse expectErrorPage(int status, String message) {
        return when().get("/").then()
                .statusCode(status)
                .contentType("text/html;charset=UTF-8")
                .body("html.body.main.article.div.hgroup.h1", equalTo("Error!"))
                .body("html.body.main.article.div.hgroup.p", equalTo("Invalid request."))
                .body("html.body.main.article.p[0]", startsWith(message))
                .body("**.find { it.name() == 'a' && it.@class == 'button' }", equalTo("Try again"))
                .body(matchesPattern("(?s).*Status " + status + " <.*Error id: [0-9a-f]{16}<.*"));
    }
}
