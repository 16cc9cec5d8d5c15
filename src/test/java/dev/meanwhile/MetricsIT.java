package dev.meanwhile;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the packaged app tells of itself. */
class MetricsIT {

    private PackagedApp app;

    @BeforeEach
    void start() {
        app = PackagedApp.start();
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void countRequestsByRouteAndNeverByPath() {
        IntStream.range(1, 100).forEach(i -> {
            when().get(app.address() + "/api/" + i);
            when().get(app.address() + "/greet/visitor-" + i);
            when().get(app.address() + "/lab/upstream/" + i + "?delay=0s");
            when().get(app.address() + "/nope/" + i);
            when().get(app.address() + "/api/nope-" + i);
            given().queryParam("url", app.address() + "/api/" + i).get(app.address() + "/fetch");
        });
        when().get(app.address() + "/").then().statusCode(200);

        assertThat(lines("http_server_requests_seconds_count"))
                .filteredOn(line -> line.contains("uri=\"/api/{number: [0-9]+}\"") && line.contains("status=\"200\""))
                .hasSize(1);
        assertThat(lines("http_server_requests_seconds_count")).hasSizeLessThan(30)
                .noneMatch(line -> line.contains("visitor-") || line.contains("nope-"));
        assertThat(lines("http_client_requests_seconds_count"))
                .anyMatch(line -> line.contains("clientName=\"number-api\"") && line.contains("uri=\"/api/{number}\""))
                .noneMatch(line -> line.matches(".*uri=\"[^\"]*\\d.*"));
        assertThat(when().get(app.management().resolve("/q/metrics")).asString()).doesNotContain("visitor-", "nope-", "/api/77",
                "upstream/77");
    }

    @Test
    void tellOfThePoolTheBreakerAndTheFetches() {
        when().get(app.address() + "/").then().statusCode(200);
        given().queryParam("url", app.address() + "/api/7").get(app.address() + "/fetch").then().statusCode(200);

        assertThat(lines("http_client_active_connections")).anyMatch(line -> line.contains("clientName=\"number-api\""));
        assertThat(lines("http_client_queue_size")).anyMatch(line -> line.contains("clientName=\"number-api\""));
        assertThat(lines("ft_circuitbreaker_state_current")).anyMatch(line -> line.contains("number-api"));
        assertThat(lines("meanwhile_fetch_in_flight")).hasSize(1);
    }

    private List<String> lines(String name) {
        return when().get(app.management().resolve("/q/metrics")).asString().lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .toList();
    }
}
