package dev.meanwhile.lab;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import jakarta.inject.Inject;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.sse.OutboundSseEvent;

import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.meanwhile.LogRecorder;
import dev.meanwhile.lab.result.RunCompleted;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.scenario.ScenarioFixtures;
import dev.meanwhile.lab.upstream.InFlightCounter;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.ext.web.RoutingContext;

@QuarkusTest
class LabRunResourceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern EVENT = Pattern.compile("id:\\d+\nevent:(\\w+)\ndata:(\\{.*})\n\n");
    private static final String SHORT = "/lab/runs?users=2&calls=2&delay=10ms&repeats=2&modes=pool,reactive";

    @Inject
    InFlightCounter upstream;

    @Inject
    LabRunService runs;

    @TestHTTPResource
    URL address;

    @ParameterizedTest
    @ValueSource(strings = { "text/event-stream", "*/*" })
    void streamsPlanThenCallsThenModesThenDone(String accept) {
        String stream = given().accept(accept).get(SHORT).then()
                .statusCode(200).contentType("text/event-stream").extract().asString();

        List<String> names = EVENT.matcher(stream).results().map(event -> event.group(1)).toList();
        assertThat(EVENT.matcher(stream).replaceAll("")).isEmpty();
        assertThat(names).startsWith("plan", "call").endsWith("mode", "done")
                .containsOnlyOnce("plan", "done")
                .filteredOn("mode"::equals).hasSize(2);
        assertThat(names).filteredOn("call"::equals).hasSize(2 * 2 * 2 * 2);
        // a timeline of each repeat of each mode, after its calls
        assertThat(String.join(" ", names)).matches("plan( call){4} timeline( call){4} timeline( call){4} timeline( mode)?"
                + "( call){4} timeline mode done|plan( call){4} timeline( call){4} timeline mode( call){4} timeline"
                + "( call){4} timeline mode done");
        String call = EVENT.matcher(stream).results().filter(event -> "call".equals(event.group(1))).findFirst().orElseThrow()
                .group(2);
        assertThat(call).matches("\\{\"mode\":\"(pool|reactive)\",\"repeat\":1,\"user\":[12],\"call\":[12],"
                + "\"queued\":[\\d.]+,\"started\":[\\d.]+,\"done\":[\\d.]+,\"thread\":\"[\\w.-]+\",\"virtual\":false,"
                + "\"outcome\":\"ok\"}");
    }

    @Test
    void numbersTheEventsAndStopsAnEventSourceThatReconnects() {
        String stream = given().accept("text/event-stream").get(SHORT).then().statusCode(200)
                .header("X-Accel-Buffering", "no").extract().asString();
        List<String> ids = Pattern.compile("^id:(.*)$", Pattern.MULTILINE).matcher(stream).results()
                .map(id -> id.group(1)).toList();
        long calls = upstream.total();

        assertThat(ids).isEqualTo(IntStream.rangeClosed(1, ids.size()).mapToObj(String::valueOf).toList());
        for (String id : List.of(ids.get(0), ids.get(ids.size() - 1))) {
            given().accept("text/event-stream").header("Last-Event-ID", id).get(SHORT).then()
                    .statusCode(204).body(is(""));
        }
        assertThat(upstream.total()).isEqualTo(calls);
        given().accept("text/event-stream").header("Last-Event-ID", "").get(SHORT).then().statusCode(200);
    }

    @Test
    void returnsATableForATerminal() {
        String text = given().accept("text/plain").get(SHORT).then()
                .statusCode(200).contentType("text/plain;charset=UTF-8").extract().asString();

        assertThat(text.lines()).hasSizeBetween(8, 14).first().asString().startsWith("2 page views of 2 calls of 10 ms: ");
        assertThat(text).containsPattern("\nmode +p50 ms +p95 ms.*\n(pool|reactive) +\\d+ +\\d+ .*\n(pool|reactive) +\\d+ ")
                .containsPattern("\n(pool|reactive) +[· ]*[▁▂▃▄▅▆▇█]");
    }

    @ParameterizedTest
    @CsvSource({ "text/event-stream, zh, '', true", "text/event-stream, zh, en, false", "text/event-stream, en, zh-CN, true",
            "application/json, zh, '', false", "application/json, en, zh, true", "text/plain, zh, '', false",
            "text/plain, en, zh, true" })
    void sentencesAreInTheLanguageOfTheRequest(String accept, String acceptLanguage, String lang, boolean chinese) {
        String body = given().accept(accept).header("Accept-Language", acceptLanguage).get(SHORT + "&lang=" + lang).asString();

        assertThat(body.contains("2 个页面请求，各发起 2 次调用（每次 10 ms）：")).isEqualTo(chinese);
        assertThat(body.contains("2 page views of 2 calls of 10 ms: ")).isEqualTo(!chinese);
    }

    @Test
    void rejectsASecondConcurrentRun() throws Exception {
        try (InputStream stream = open("users=1&calls=1&delay=2s&modes=reactive")) {
            assertThat(new String(stream.readNBytes(10), StandardCharsets.UTF_8)).startsWith("id:1\nevent");
            for (String accept : List.of("text/event-stream", "application/json")) {
                given().accept(accept).get(SHORT).then()
                        .statusCode(429).header("Retry-After", "2").contentType("application/json")
                        .body("success", is(false)).body("message", containsString("busy")).body("data", is(Map.of()));
            }
        }
        await().atMost(TIMEOUT).until(() -> given().get(SHORT).statusCode() == 200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            users=0               | users must be an integer from 1 to 200, but was 0.
            users=201&calls=1     | users must be an integer from 1 to 200, but was 201.
            users=                | users must be an integer from 1 to 200, but was ''.
            calls=                | calls must be an integer from 1 to 20, but was ''.
            delay=                | delay must be 0 or a duration such as 200ms or 1s, but was ''.
            jitter=               | jitter must be 0 or a duration such as 200ms or 1s, but was ''.
            failures=             | failures must be a probability from 0 to 0.5, but was ''.
            failures=0x1p-2       | failures must be a probability from 0 to 0.5, but was '0x1p-2'.
            failures=0.1f         | failures must be a probability from 0 to 0.5, but was '0.1f'.
            failures=-0.0         | failures must be a probability from 0 to 0.5, but was '-0.0'.
            failures=\u0660.\u0661 | failures must be a probability from 0 to 0.5, but was '\u0660.\u0661'.
            threads=              | threads must be an integer from 1 to 200, but was ''.
            repeats=              | repeats must be an integer from 1 to 5, but was ''.
            users=1&users=2       | users must be given once, but was given 2 times.
            seed=1&seed=1         | seed must be given once, but was given 2 times.
            users=many            | users must be an integer from 1 to 200, but was 'many'.
            users=\u0663            | users must be an integer from 1 to 200, but was '\u0663'.
            calls=21              | calls must be an integer from 1 to 20, but was 21.
            users=200&calls=11    | users times calls must be at most 2,000, but was 2,200.
            delay=2001ms          | delay must be from 0 to 2s, but was 2001ms.
            delay=200             | delay must be 0 or a duration such as 200ms or 1s, but was '200'.
            delay=-1s             | delay must be 0 or a duration such as 200ms or 1s, but was '-1s'.
            jitter=201ms          | jitter must be from 0 to delay, which is 200ms, but was 201ms.
            work=21ms             | work must be from 0 to 20ms, but was 21ms.
            work=fast             | work must be 0 or a duration such as 200ms or 1s, but was 'fast'.
            users=200&calls=5&work=2ms | users times calls times work must be at most 500ms, but was 2s.
            failures=0.51         | failures must be a probability from 0 to 0.5, but was 0.51.
            failures=NaN          | failures must be a probability from 0 to 0.5, but was 'NaN'.
            failures=some         | failures must be a probability from 0 to 0.5, but was 'some'.
            threads=201           | threads must be an integer from 1 to 200, but was 201.
            repeats=6             | repeats must be an integer from 1 to 5, but was 6.
            modes=pool,fibers     | modes must be any of sequential, pool, virtual, reactive, but was 'fibers'.
            delay=2s&threads=1&repeats=5&users=100&calls=20&modes=sequential | The run must take at most 6 min, but users=100, calls=20, delay=2s, threads=1 and repeats=5 take about 5 h 33 min 20 s. Lower users, calls, delay or repeats, or raise threads.
            seed=0x7              | seed must be an integer of 64 bits, but was '0x7'.
            seed=\u0663             | seed must be an integer of 64 bits, but was '\u0663'.
            seed=9223372036854775808 | seed must be an integer of 64 bits, but was '9223372036854775808'.
            """)
    void returns400NamingTheWrongParameter(String query, String message) {
        for (String accept : List.of("text/event-stream", "application/json")) {
            given().accept(accept).get("/lab/runs?" + query).then()
                    .statusCode(400).contentType("application/json")
                    .body("success", is(false)).body("message", equalTo(message)).body("data", is(Map.of()));
        }
    }

    @ParameterizedTest
    @CsvSource({ "text/event-stream, text/event-stream", "*/*, text/event-stream", "application/json, application/json" })
    void headRunsNothingAndReleasesItsConnection(String accept, String contentType) throws Exception {
        long calls = upstream.total();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.getOutputStream()
                    .write(("HEAD /lab/runs?users=40&calls=5&delay=2s&modes=sequential HTTP/1.1\r\nHost: x\r\nAccept: "
                            + accept + "\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            String responses = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(responses).startsWith("HTTP/1.1 200 OK\r\n").containsIgnoringCase("content-type: " + contentType)
                    .endsWith("Hello, World!");
            // no byte between the head of the first response and the second one
            assertThat(responses.indexOf("HTTP/1.1 200", 1)).isEqualTo(responses.indexOf("\r\n\r\n") + 4);
        }
        assertThat(upstream.total()).isEqualTo(calls);
        given().accept("application/json").get(SHORT).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = { "users=0", "users=", "delay=2s&threads=1&repeats=5&users=100&calls=20&modes=sequential" })
    void headRejectsWhatGetRejects(String query) {
        for (String accept : List.of("text/event-stream", "application/json")) {
            given().accept(accept).head("/lab/runs?" + query).then().statusCode(400);
        }
    }

    @Test
    void reportsAndLogsARunWhoseEventsCannotBeSerialized() {
        ScenarioParams form = new ScenarioParams() {
            @Override
            ScenarioParams read(RoutingContext context) {
                return this;
            }

            @Override
            Locale language(RoutingContext context) {
                return Locale.ENGLISH;
            }

            @Override
            Scenario scenario() {
                return ScenarioFixtures.of(1, 1, 1);
            }
        };
        @SuppressWarnings("serial")
        ObjectMapper broken = new ObjectMapper() {
            @Override
            public String writeValueAsString(Object value) {
                if (value instanceof RunCompleted completed) {
                    return completed.explanation();
                }
                throw new IllegalStateException("broken");
            }
        };
        Request get = (Request) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Request.class },
                (proxy, method, arguments) -> "GET");
        MDC.put("requestId", "a-1");
        try (LogRecorder log = new LogRecorder(LabRunResource.class.getName())) {
            List<OutboundSseEvent> events = new LabRunResource(runs, broken).stream(form, new SseImpl(), get, null, null)
                    .subscribe()
                    .withSubscriber(AssertSubscriber.create(2)).awaitCompletion(TIMEOUT).getItems();

            assertThat(events).singleElement().satisfies(event -> {
                assertThat(event.getName()).isEqualTo("done");
                assertThat(event.getData()).isEqualTo("The run failed because of an internal error. Error id: a-1");
            });

            assertThat(log.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.message()).isEqualTo("Lab run failed, error id a-1");
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
