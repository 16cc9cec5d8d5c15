package dev.meanwhile.fetch;

import static dev.meanwhile.StubUpstream.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.meanwhile.LogRecorder;
import dev.meanwhile.StubUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Responses of {@code /fetch} and {@code /gather} to valid, faulty, slow and hanging upstreams. */
@QuarkusTest
@WithTestResource(StubUpstream.class)
class FetchUpstreamTest {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    StubUpstream upstream;

    @AfterEach
    void resetUpstream() {
        await().pollInterval(POLL_INTERVAL).atMost(CALL_TIMEOUT.plus(TIMEOUT)).until(() -> upstream.openCalls() == 0);
        upstream.behaveAs(StubUpstream::respond);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("behaviours")
    void returnsTheEnvelopeForEveryUpstreamBehaviour(String name, Handler<HttpServerRequest> behaviour, int status,
            String message, int calls) {
        upstream.behaveAs(behaviour);

        fetch("/doc").statusCode(status)
                .body("success", is(status == 200))
                .body("message", startsWith(message.replace("UPSTREAM", upstream.origin())));

        assertThat(upstream.calls()).isEqualTo(calls);
        await().pollInterval(POLL_INTERVAL).atMost(TIMEOUT).until(() -> upstream.openCalls() == 0);
    }

    static Stream<Arguments> behaviours() {
        return Stream.of(
                behaviour("200", request -> json(request).end("[7]"), 200, "", 1),
                behaviour("another JSON type", request -> typed(request, "Application/vnd.number+json; v=1").end("7"), 200, "",
                        1),
                behaviour("gzip", gzipped(1_000_000), 200, "", 1),
                behaviour("long name", request -> json(request).end("{\"" + "k".repeat(50_001) + "\":1}"), 200, "", 1),
                behaviour("deep nesting", request -> json(request).end("[".repeat(201) + "]".repeat(201)), 502,
                        "UPSTREAM returned JSON that is nested deeper than 200 levels.", 1),
                behaviour("long number", request -> json(request).end("9".repeat(1_001)), 502,
                        "UPSTREAM returned JSON that has a number of more than 1000 characters.", 1),
                behaviour("404", request -> json(request).setStatusCode(404).end("{}"), 502,
                        "UPSTREAM returned status 404.", 1),
                behaviour("500", request -> json(request).setStatusCode(500).end("{}"), 502,
                        "UPSTREAM returned status 500.", 1),
                behaviour("redirect", redirect("/doc", "other"), 200, "", 2),
                behaviour("redirect to a query", request -> {
                    if (request.query() == null) {
                        request.response().setStatusCode(302).putHeader("Location", "?page=2").end();
                    } else {
                        json(request).setStatusCode("/doc".equals(request.path()) ? 200 : 404).end("[7]");
                    }
                }, 200, "", 2),
                behaviour("five redirects", redirect("/doc", "/1", "/2", "/3", "/4", "/5"), 200, "", 6),
                behaviour("six redirects", redirect("/doc", "/1", "/2", "/3", "/4", "/5", "/6"), 502,
                        "UPSTREAM redirected more than 5 times.", 6),
                behaviour("redirect to another origin", redirect("/doc", "http://evil.example/"), 403,
                        "'http://evil.example/' may not be fetched", 1),
                behaviour("redirect to another scheme", redirect("/doc", "file:///etc/passwd"), 403,
                        "'file:///etc/passwd' may not be fetched", 1),
                behaviour("redirect to an invalid URL", redirect("/doc", "http://["), 502,
                        "UPSTREAM redirected to an invalid URL.", 1),
                behaviour("redirect loop", request -> json(request).setStatusCode(302).putHeader("Location", "/doc").end(), 502,
                        "UPSTREAM redirected more than 5 times.", 6),
                behaviour("html", request -> typed(request, "text/html").end("<p>7"), 502,
                        "UPSTREAM returned a content type other than JSON.", 1),
                behaviour("no content type", request -> request.response().end("7"), 502,
                        "UPSTREAM returned a content type other than JSON.", 1),
                behaviour("truncated JSON", request -> json(request).end("{\"a\":"), 502,
                        "UPSTREAM returned a response that is not the expected JSON.", 1),
                behaviour("truncated body", request -> {
                    json(request).putHeader("Content-Length", "9").write("[");
                    request.connection().close();
                }, 502, "UPSTREAM could not be reached.", 2),
                behaviour("2 MiB", request -> json(request).end("\"" + "x".repeat(2 << 20) + "\""), 502,
                        "The upstream sent more than 1048576 bytes.", 1),
                behaviour("flood", StubUpstream::flood, 502, "The upstream sent more than 1048576 bytes.", 1),
                behaviour("gzip bomb", gzipped(256 << 20), 502,
                        "The upstream sent more than 1048576 bytes.", 1),
                behaviour("invalid gzip", request -> json(request).putHeader("Content-Encoding", "gzip").end("[7]"), 502,
                        "The upstream sent invalid gzip data.", 1),
                behaviour("brotli", request -> json(request).putHeader("Content-Encoding", "br").end("[7]"), 502,
                        "The upstream used the content encoding br, but only gzip was requested.", 1),
                behaviour("reset", request -> request.connection().close(), 502, "UPSTREAM could not be reached.", 2),
                behaviour("slow body", StubUpstream::drip, 504, "UPSTREAM did not respond in time.", 1),
                behaviour("no response", StubUpstream::neverRespond, 504, "UPSTREAM did not respond in time.", 1));
    }

    @Test
    void failsAfterTheReadTimeoutForASilentUpstream() {
        upstream.behaveAs(StubUpstream::neverRespond);

        fetch("/doc").statusCode(504).time(lessThan(1_500L));
    }

    @Test
    void sendsNoQueuedRequestAfterTheCallerDisconnected() throws IOException {
        upstream.behaveAs(StubUpstream::drip);
        Socket caller = sendRequest("/gather?url=" + String.join("&url=", urls(16)));
        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == 16);
        // these four wait for a connection: the pool has 16
        sendRequest("/gather?url=" + String.join("&url=", urls(4))).close();
        caller.close();
        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == 0);
        upstream.behaveAs(StubUpstream::respond);

        gather(urls(16)).body("data.status", everyItem(is(200)));
        assertThat(upstream.calls()).isEqualTo(16);
    }

    @Test
    void keepsEveryDigitAndTheOrderOfKeys() {
        String document = "{ \"b\": 1234567890123456789012345678901234567890, \"a\": 1.10 }";
        upstream.behaveAs(request -> json(request).end(document));

        fetch("/doc").statusCode(200).body(is("{\"success\":true,\"message\":\"\",\"data\":" + document + "}"));
    }

    @Test
    void logsEachFetchedDocument() {
        upstream.behaveAs(request -> json(request).end("[\"7\"]"));
        try (LogRecorder log = new LogRecorder(FetchService.class.getName())) {
            fetch("/doc").statusCode(200);

            assertThat(log.entries()).extracting(LogRecorder.Entry::message)
                    .contains("Got Data: " + upstream.origin() + "/doc (5 bytes)");
        }
    }

    @Test
    void logsTheReasonOfAFailedFetch() {
        upstream.behaveAs(request -> json(request).setStatusCode(404).end("{}"));
        try (LogRecorder log = new LogRecorder(FetchService.class.getName())) {
            gather(urls(1)).body("data.status", everyItem(is(502)));

            assertThat(log.entries()).extracting(LogRecorder.Entry::message)
                    .containsExactly("%1$s/api/0: %1$s returned status 404.".formatted(upstream.origin()));
        }
    }

    @Test
    void requestsTheExactUrlAndForwardsNoHeaderOfTheCaller() {
        AtomicReference<String> uri = new AtomicReference<>();
        AtomicReference<MultiMap> headers = new AtomicReference<>();
        upstream.behaveAs(request -> {
            uri.set(request.uri());
            headers.set(request.headers());
            json(request).end("[]");
        });

        given().header("Cookie", "a=b").header("Authorization", "Bearer x").header("X-Forwarded-For", "1.2.3.4")
                .queryParam("url", upstream.origin() + "/a%20b/%C3%A9?c=d&e=%2F#f").get("/fetch").then().statusCode(200);

        assertThat(uri).hasValue("/a%20b/%C3%A9?c=d&e=%2F");
        assertThat(headers.get().names()).extracting(String::toLowerCase)
                .containsExactlyInAnyOrder("host", "user-agent", "accept", "accept-encoding", "cdn-loop");
    }

    @Test
    void cancelsTheFetchWhenTheCallerDisconnects() throws IOException {
        upstream.behaveAs(StubUpstream::neverRespond);
        Socket caller = sendRequest("/fetch?url=" + upstream.origin() + "/doc");
        await().atMost(CALL_TIMEOUT).until(() -> upstream.openCalls() == 1);
        caller.close();

        // before the read timeout of 600 ms
        await().atMost(Duration.ofMillis(500)).until(() -> upstream.openCalls() == 0);
    }

    @Test
    void gathersSixteenDocumentsInTheTimeOfOne() {
        upstream.behaveAs(upstream.after(Duration.ofMillis(300), StubUpstream::respond));
        fetch("/api/0");

        gather(urls(16)).statusCode(200)
                .time(lessThan(600L))
                .body("data.success", everyItem(is(true)))
                .body("data.data.data", equalTo(IntStream.range(0, 16).mapToObj(String::valueOf).toList()));
    }

    @Test
    void returnsAllOtherResultsAtTheCallTimeoutWhenOneFetchHangs() {
        upstream.behaveAs(request -> {
            if ("/api/3".equals(request.path())) {
                StubUpstream.drip(request);
            } else {
                StubUpstream.respond(request);
            }
        });

        gather(urls(16)).statusCode(200)
                .time(lessThan(CALL_TIMEOUT.plus(TIMEOUT).toMillis()))
                .body("data.findAll { it.success }", hasSize(15))
                .body("data[3].status", is(504))
                .body("data[3].message", is(upstream.origin() + " did not respond in time."))
                .body("data[3].data", is(Collections.emptyMap()));

        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == 0);
    }

    @Test
    void fetchesARepeatedUrlOnce() {
        gather(Collections.nCopies(16, upstream.origin() + "/api/7")).statusCode(200)
                .body("data", hasSize(16)).body("data.data.data", everyItem(is("7")));

        assertThat(upstream.calls()).isEqualTo(1);
    }

    @Test
    void returns503AboveTheLimitOfConcurrentFetches() throws IOException {
        upstream.behaveAs(StubUpstream::drip);
        Socket caller = sendRequest("/gather?url=" + String.join("&url=", urls(16)));
        await().atMost(CALL_TIMEOUT).until(() -> upstream.openCalls() == 16);

        try (LogRecorder log = new LogRecorder(FetchService.class.getName())) {
            gather(urls(16)).body("data.status", hasItem(503)).body("data.findAll { it.status == 504 }", hasSize(4));

            assertThat(log.entries()).extracting(LogRecorder.Entry::message)
                    .filteredOn(message -> message.contains("The limit of concurrent fetches is reached")).hasSize(12);
        }
        caller.close();
        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == 0);
        upstream.behaveAs(StubUpstream::respond);
        gather(urls(16)).body("data.status", everyItem(is(200)));
    }

    /** Sends a request without reading the response. */
    private static Socket sendRequest(String target) throws IOException {
        Socket caller = new Socket("localhost", RestAssured.port);
        caller.getOutputStream().write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(target)
                .getBytes(StandardCharsets.US_ASCII));
        return caller;
    }

    private ValidatableResponse fetch(String path) {
        return given().queryParam("url", upstream.origin() + path).get("/fetch").then();
    }

    private static ValidatableResponse gather(List<String> urls) {
        return given().queryParam("url", urls).get("/gather").then();
    }

    private List<String> urls(int count) {
        return IntStream.range(0, count).mapToObj(number -> upstream.origin() + "/api/" + number).toList();
    }

    private static Arguments behaviour(String name, Handler<HttpServerRequest> behaviour, int status, String message,
            int calls) {
        return arguments(name, behaviour, status, message, calls);
    }

    private static HttpServerResponse typed(HttpServerRequest request, String type) {
        return request.response().putHeader("Content-Type", type);
    }

    /** Redirects from each location to the next one; the last one returns the document. */
    private static Handler<HttpServerRequest> redirect(String... locations) {
        return request -> {
            List<String> paths = Stream.of(locations).map(location -> location.startsWith("/") ? location : "/" + location)
                    .toList();
            int next = paths.indexOf(request.path()) + 1;
            if (next < locations.length) {
                request.response().setStatusCode(302).putHeader("Location", locations[next]).end();
            } else {
                json(request).end("[7]");
            }
        };
    }

    /** Responds with gzip data that decompresses to the JSON number 7 and blanks, {@code length} bytes at most. */
    private static Handler<HttpServerRequest> gzipped(int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] blanks = " ".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
            gzip.write('7');
            for (int written = 1; written + blanks.length <= length; written += blanks.length) {
                gzip.write(blanks);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return request -> json(request).putHeader("Content-Encoding", "gzip").end(Buffer.buffer(bytes.toByteArray()));
    }
}
