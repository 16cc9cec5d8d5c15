package dev.meanwhile.lab;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.meanwhile.LogRecorder;
import dev.meanwhile.lab.engine.VirtualThreads;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.scenario.ScenarioFixtures;
import dev.meanwhile.lab.upstream.InFlightCounter;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

@QuarkusTest
class LabRunResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern EVENT = Pattern.compile("event:(\\w+)\ndata:(\\{.*})\n\n");
    private static final String SHORT = "/lab/runs?users=2&calls=2&delay=10ms&repeats=2&modes=pool,reactive";

    @Inject
    InFlightCounter upstream;

    @Inject
    LabRunService runs;

    @TestHTTPResource
    URL address;

    @ParameterizedTest
    @ValueSource(strings = { "text/event-stream", "*/*" })
    void streamsPlanCallsModesAndEndInThatOrder(String accept) {
        String stream = given().accept(accept).get(SHORT).then()
                .statusCode(200).contentType("text/event-stream").extract().asString();

        List<String> names = EVENT.matcher(stream).results().map(event -> event.group(1)).toList();
        assertThat(EVENT.matcher(stream).replaceAll("")).isEmpty();
        assertThat(names).startsWith("plan", "call").endsWith("mode", "done")
                .containsOnlyOnce("plan", "done")
                .filteredOn("mode"::equals).hasSize(2);
        assertThat(names).filteredOn("call"::equals).hasSize(2 * 2 * 2 * 2);
        String call = EVENT.matcher(stream).results().filter(event -> "call".equals(event.group(1))).findFirst().orElseThrow()
                .group(2);
        assertThat(call).matches("\\{\"mode\":\"(pool|reactive)\",\"repeat\":1,\"user\":[12],\"call\":[12],"
                + "\"queued\":[\\d.]+,\"started\":[\\d.]+,\"done\":[\\d.]+,\"thread\":\"[\\w.-]+\",\"virtual\":false,"
                + "\"outcome\":\"ok\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = { "sequential", "pool", "virtual", "reactive", "sequential,pool,virtual,reactive" })
    void leavesNothingInFlightWhenTheStreamIsClosed(String modes) throws Exception {
        String query = "users=40&calls=5&delay=2s&threads=40&modes=" + modes;
        assumeTrue(VirtualThreads.AVAILABLE || !"virtual".equals(modes));
        for (int round = 0; round < 3; round++) {
            InputStream stream = open(query);
            // the warm-up is short, so these are the calls of the scenario
            await().atMost(PATIENCE).until(() -> upstream.inFlight() >= 40 && slowCallsAreUnderWay());

            stream.close();

            assertNothingIsLeftInFlight();
            given().accept("application/json").get(SHORT).then().statusCode(200).body("done.explanation", containsString("."));
        }
    }

    private boolean slowCallsAreUnderWay() {
        long total = upstream.total();
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        return upstream.total() == total && upstream.inFlight() >= 40;
    }

    @Test
    void cancelsTheDocumentTooWhenNobodyWaitsForItAnyMore() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "lab/runs?users=10&calls=1&delay=2s&modes=reactive"))
                .header("Accept", "application/json").build();
        var answer = HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.discarding());
        await().atMost(PATIENCE).until(() -> upstream.inFlight() == 10 && slowCallsAreUnderWayFor(10));

        answer.cancel(true);

        assertNothingIsLeftInFlight();
    }

    /** Within a second, and for good: a call that was still in a queue must not follow. */
    private void assertNothingIsLeftInFlight() {
        await().atMost(Duration.ofSeconds(1)).until(() -> upstream.inFlight() == 0);
        long total = upstream.total();
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(1))
                .until(() -> upstream.inFlight() == 0 && upstream.total() == total);
    }

    private boolean slowCallsAreUnderWayFor(int calls) {
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        return upstream.inFlight() == calls;
    }

    @Test
    void playsOneRunAtATime() throws Exception {
        try (InputStream stream = open("users=1&calls=1&delay=2s&modes=reactive")) {
            assertThat(new String(stream.readNBytes(10), StandardCharsets.UTF_8)).startsWith("event:plan");
            for (String accept : List.of("text/event-stream", "application/json")) {
                given().accept(accept).get(SHORT).then()
                        .statusCode(429).header("Retry-After", "2").contentType("application/json")
                        .body("success", is(false)).body("message", containsString("busy")).body("data", is(Map.of()));
            }
        }
        await().atMost(PATIENCE).until(() -> given().get(SHORT).statusCode() == 200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            users=0               | users must be a whole number from 1 to 200.
            users=201&calls=1     | users must be a whole number from 1 to 200.
            users=many            | users must be a whole number from 1 to 200.
            users=\u0663            | users must be a whole number from 1 to 200.
            calls=21              | calls must be a whole number from 1 to 20.
            users=200&calls=11    | users and calls make 2200 calls, but at most 2,000 are made at once.
            delay=2001ms          | delay must be from 0 to 2s, such as 200ms.
            delay=200             | delay must be written such as 200ms, 1s or 0.
            delay=-1s             | delay must be written such as 200ms, 1s or 0.
            jitter=201ms          | jitter must be from 0 to the delay, which is 200ms.
            failures=0.51         | failures must be a probability from 0 to 0.5.
            failures=NaN          | failures must be a probability from 0 to 0.5.
            failures=some         | failures must be a probability from 0 to 0.5.
            threads=201           | threads must be a whole number from 1 to 200.
            repeats=6             | repeats must be a whole number from 1 to 5.
            modes=pool,fibers     | modes must be of sequential, pool, virtual and reactive, not fibers.
            delay=2s&threads=1&repeats=5&users=100&calls=20&modes=sequential | users=100, calls=20, delay=2s, threads=1 and repeats=5 would take about 5 h 33 min 20 s, but a run may take at most 6 min. Lower users, calls, delay or repeats, or raise threads.
            seed=0x7              | seed must be a whole number of at most 64 bits.
            """)
    void namesAWrongParameter(String query, String message) {
        for (String accept : List.of("text/event-stream", "application/json")) {
            given().accept(accept).get("/lab/runs?" + query).then()
                    .statusCode(400).contentType("application/json")
                    .body("success", is(false)).body("message", equalTo(message)).body("data", is(Map.of()));
        }
    }

    @Test
    void reportsARunThatCannotBeTold() {
        ScenarioParams form = new ScenarioParams() {
            @Override
            Scenario scenario() {
                return ScenarioFixtures.of(1, 1, 1);
            }
        };
        @SuppressWarnings("serial")
        ObjectMapper broken = new ObjectMapper() {
            @Override
            public String writeValueAsString(Object value) {
                throw new IllegalStateException("broken");
            }
        };
        MDC.put("requestId", "a-1");
        try (LogRecorder log = new LogRecorder(LabRunResource.class.getName())) {
            new LabRunResource(runs, broken).stream(form, new SseImpl()).subscribe()
                    .withSubscriber(AssertSubscriber.create(1)).awaitFailure(PATIENCE);

            assertThat(log.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.message()).isEqualTo("A run of the lab failed, error id a-1");
                assertThat(entry.thrown()).hasMessage("broken");
            });
        } finally {
            MDC.remove("requestId");
        }
    }

    private InputStream open(String query) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(address + "lab/runs?" + query)).build(),
                HttpResponse.BodyHandlers.ofInputStream()).body();
    }
}
