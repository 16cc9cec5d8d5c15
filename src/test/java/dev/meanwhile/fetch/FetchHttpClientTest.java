package dev.meanwhile.fetch;

import static dev.meanwhile.RawHttpServer.jsonResponse;
import static dev.meanwhile.RawHttpServer.response;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.RawHttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;

/** The HTTP client of {@code /fetch} as an upstream sees it: connections and bytes. Tracing is enabled. */
@QuarkusTest
@WithTestResource(RawHttpServer.class)
class FetchHttpClientTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final String JSON = "Content-Type: application/json";

    RawHttpServer upstream;

    @Inject
    MeterRegistry registry;

    @Inject
    FetchService service;

    @BeforeEach
    void respondToEverything() throws IOException {
        upstream.reset(request -> jsonResponse("[]"));
    }

    @AfterEach
    void nothingStaysInFlight() throws IOException {
        upstream.reset(request -> jsonResponse("[]"));
        await().pollInterval(POLL_INTERVAL).atMost(TIMEOUT).until(() -> inFlight() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n[" })
    void closesTheConnectionOfACancelledRequest(String beginningOfResponse) throws IOException {
        upstream.reset(request -> beginningOfResponse);
        Socket caller = startFetch(upstream.origin() + "/cancelled");
        await().atMost(TIMEOUT).until(() -> upstream.requests().size() == 1);

        caller.close();

        await().atMost(Duration.ofSeconds(1)).until(() -> upstream.openConnections() == 0);
    }

    @Test
    void releasesTheConnectionThatAQueuedRequestWasCancelledFor() throws IOException {
        upstream.reset(request -> "/first".equals(request.target()) ? null : jsonResponse("[]"));
        startFetch(upstream.origin() + "/first");
        await().atMost(TIMEOUT).until(() -> upstream.requests().size() == 1);
        Socket queued = startFetch(upstream.origin() + "/queued");
        await().atMost(TIMEOUT).until(() -> inFlight() == 2);
        queued.close();
        await().atMost(TIMEOUT).until(() -> inFlight() == 1);
        upstream.requests().get(0).send(jsonResponse("[]"));

        fetch("/next").statusCode(200).time(lessThan(TIMEOUT.toMillis()));
        assertThat(upstream.targets()).containsExactly("/first", "/next");
    }

    @Test
    void rejectsRequestsBeyondTheWaitQueueOfOneOrigin() throws IOException {
        upstream.reset(request -> null);
        startFetch(upstream.origin() + "/active");
        await().atMost(TIMEOUT).until(() -> upstream.requests().size() == 1);
        startFetch(upstream.origin() + "/queued");
        startFetch(upstream.origin() + "/queued");
        await().atMost(TIMEOUT).until(() -> inFlight() == 3);

        fetch("/rejected").statusCode(503).header("Retry-After", matchesPattern("\\d"))
                .body("message", startsWith(upstream.origin() + " "));
    }

    @ParameterizedTest
    @CsvSource({ "1024, 200", "1025, 502" })
    void limitsTheResponseSize(int size, int status) throws IOException {
        String document = "7" + " ".repeat(size - 1);
        String chunked = "HTTP/1.1 200 OK\r\n" + JSON + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(size) + "\r\n" + document + "\r\n0\r\n\r\n";
        List<String> responses = List.of(jsonResponse(document), chunked,
                response("200 OK", JSON + "\r\nContent-Encoding: gzip", gzip(document)),
                "HTTP/1.1 200 OK\r\n" + JSON + "\r\nConnection: close\r\n\r\n" + document);
        for (String bytes : responses) {
            upstream.reset(request -> {
                request.send(bytes);
                return closeIf(request, bytes.contains("Connection: close"));
            });

            fetch("/doc").statusCode(status);
        }
    }

    @Test
    void limitsTheCompressedResponseSize() throws IOException {
        // an empty stored block is five bytes that decompress to nothing
        byte[] gzip = new byte[10 + 5 * 1_000];
        gzip[0] = 0x1f;
        gzip[1] = (byte) 0x8b;
        gzip[2] = 8;
        for (int block = 10; block < gzip.length; block += 5) {
            gzip[block + 3] = (byte) 0xff;
            gzip[block + 4] = (byte) 0xff;
        }
        upstream.reset(request -> response("200 OK", JSON + "\r\nContent-Encoding: gzip",
                new String(gzip, StandardCharsets.ISO_8859_1)));

        fetch("/doc").statusCode(502).body("message", startsWith("The upstream sent more than 1024 bytes."));
    }

    @ParameterizedTest
    @ValueSource(strings = { "br", "deflate", "zstd", "gzip, br", "snappy", "br, gzip", "identity, br", "gzip;q=1",
            "gzip, gzip, gzip" })
    void rejectsOtherContentCodings(String encoding) throws IOException {
        upstream.reset(request -> response("200 OK", JSON + "\r\nContent-Encoding: " + encoding, "[]"));

        fetch("/doc").statusCode(502).body("message",
                startsWith("The upstream used the content encoding " + encoding + ", but only gzip was requested."));
    }

    @ParameterizedTest
    @ValueSource(strings = { "identity", "", ",", "Identity, ,identity" })
    void acceptsTheIdentityCoding(String encoding) throws IOException {
        upstream.reset(request -> response("200 OK", JSON + "\r\nContent-Encoding: " + encoding, "[]"));

        fetch("/doc").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = { "gzip", "x-gzip", "X-GZIP", "identity, gzip", "gzip,", "gzip\r\nContent-Encoding: identity" })
    void decompressesEveryNameOfGzip(String encoding) throws IOException {
        String body = gzip("[7]");
        upstream.reset(request -> response("200 OK", JSON + "\r\nContent-Encoding: " + encoding, body));

        fetch("/doc").statusCode(200).body("data", is(List.of(7)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "br", "zstd", "gzip" })
    void doesNotDecodeTheBodyOfARedirectOrAnError(String encoding) throws IOException {
        String header = JSON + "\r\nContent-Encoding: " + encoding;
        upstream.reset(request -> switch (request.target()) {
            case "/redirect" -> response("302 Found", header + "\r\nLocation: /doc", "not compressed");
            case "/error" -> response("404 Not Found", header, "not compressed");
            default -> jsonResponse("[]");
        });

        fetch("/redirect").statusCode(200);
        fetch("/error").statusCode(502).body("message", startsWith(upstream.origin() + " returned status 404."));
    }

    // tracing adds the trace ID and the ID of a span; its other headers come from the caller
    @Test
    void sendsOnlyItsOwnHeadersAndTheTraceparent() {
        given().header("Cookie", "a=b").header("Authorization", "Bearer x").header("X-Request-ID", "caller")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .header("tracestate", "vendor=1").header("baggage", "secret=1").header("b3", "0").header("uber-trace-id", "0")
                .queryParam("url", upstream.origin() + "/doc").get("/fetch").then().statusCode(200);

        assertThat(upstream.requests()).singleElement().satisfies(request -> assertThat(request.headers())
                .map(line -> line.replaceFirst("^(?i)user-agent: meanwhile/[-\\w]+$", "user-agent: meanwhile"))
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase() + line.substring(line.indexOf(':')))
                .filteredOn(line -> !line.startsWith("traceparent: 00-0af7651916cd43dd8448eb211c80319c-"))
                .containsExactlyInAnyOrder("host: " + upstream.origin().substring("http://".length()),
                        "accept: application/json", "accept-encoding: gzip", "user-agent: meanwhile",
                        "cdn-loop: meanwhile"));
        assertThat(upstream.requests().get(0).headers()).anyMatch(
                line -> line
                        .matches("(?i)traceparent: 00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent" })
    void followsNoRedirectBeforeTheAllowList(String status) throws IOException {
        upstream.reset(request -> response(status, "Location: http://127.0.0.1:1/", ""));

        fetch("/doc").statusCode(403);
        assertThat(upstream.targets()).containsExactly("/doc");
    }

    @ParameterizedTest
    @ValueSource(strings = { "300 Choices", "304 Not Modified", "305 Use Proxy", "306 Unused", "309 X", "399 X" })
    void followsNoOtherStatus(String status) throws IOException {
        upstream.reset(request -> "/next".equals(request.target()) ? jsonResponse("[]")
                : response(status, JSON + "\r\nLocation: /next", ""));

        fetch("/doc").statusCode(502)
                .body("message", startsWith(upstream.origin() + " returned status " + status.substring(0, 3) + "."));
        assertThat(upstream.targets()).containsExactly("/doc");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ../../../x           | /x
            /a/../x              | /x
            ./                   | /d/e/
            ORIGIN/a/./../b      | /b
            /\u00e9               | /%C3%A9
            /a b?c="d"           | /a%20b?c=%22d%22
            /%zz                 | /%25zz
            """)
    void followsRedirectsAsBrowsersDo(String location, String target) throws IOException {
        String bytes = new String(location.replace("ORIGIN", upstream.origin()).getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1);
        upstream.reset(request -> "/d/e/f".equals(request.target()) ? response("302 Found", "Location: " + bytes, "")
                : jsonResponse("[]"));

        fetch("/d/e/f").statusCode(200);
        assertThat(upstream.targets()).containsExactly("/d/e/f", target);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                        | /
            /                        | /
            ?q=1                     | /?q=1
            /?                       | /?
            /doc?                    | /doc?
            /doc#fragment            | /doc
            /a%20b/%C3%A9            | /a%20b/%C3%A9
            /%c3%a9                  | /%c3%a9
            /é                       | /%C3%A9
            /a%2Fb/%2f               | /a%2Fb/%2f
            /%7Ba%7D/%7B/%25         | /%7Ba%7D/%7B/%25
            /%41%7E%2E               | /%41%7E%2E
            /a;b=c;d/e;f             | /a;b=c;d/e;f
            /a%3Bb                   | /a%3Bb
            //a///b/                 | //a///b/
            /./a/../b/.              | /./a/../b/.
            /%2E%2E/a                | /%2E%2E/a
            /a+b:c@d!$&'()*,=~       | /a+b:c@d!$&'()*,=~
            /d?a=b&&c&=d&e=&a=b      | /d?a=b&&c&=d&e=&a=b
            /d?a+b=c%20d&e=%2B       | /d?a+b=c%20d&e=%2B
            /d?u=http://a/?b;c@d     | /d?u=http://a/?b;c@d
            /d?a=%7Bx%7D&b=%25&c='() | /d?a=%7Bx%7D&b=%25&c='()
            /d?a[0]=1                | /d?a[0]=1
            /d?%e9=%E9               | /d?%e9=%E9
            """)
    void sendsTheRequestTargetAsGiven(String suffix, String target) {
        fetch(suffix == null ? "" : suffix).statusCode(200);

        assertThat(upstream.targets()).containsExactly(target);
    }

    @ParameterizedTest
    @ValueSource(ints = { 200, 201, 203, 226, 299 })
    void acceptsEverySuccessfulStatus(int status) throws IOException {
        upstream.reset(request -> response(status + " X", JSON, "[]"));

        fetch("/doc").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(ints = { 206, 300, 304, 400, 401, 404, 407, 418, 429, 499, 500, 503, 511, 599, 600, 999 })
    void reportsEveryOtherStatus(int status) throws IOException {
        upstream.reset(request -> response(status + " X", JSON, status == 304 ? "" : "[]"));

        fetch("/doc").statusCode(502)
                .body("message", startsWith(upstream.origin() + " returned status " + status + "."));
        assertThat(upstream.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = { 204, 205, 304 })
    void aBodyOfAResponseWithoutOneReachesNoOtherRequest(int status) throws IOException {
        for (String excess : List.of("[\"bad\"]", "HTTP/1.1 200 OK\r\n" + JSON + "\r\nX-Part: ", jsonResponse("[\"bad\"]"),
                "\r\n")) {
            upstream.reset(request -> "/bad".equals(request.target())
                    ? "HTTP/1.1 " + status + " X\r\n" + (status == 205 ? "Content-Length: 0\r\n" : "") + "\r\n" + excess
                    : jsonResponse("[\"" + request.target() + "\"]"));

            fetch("/bad").statusCode(502);
            fetch("/good").statusCode(200).body("data", is(List.of("/good")));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 8_000, 9_000, 60_000 })
    void acceptsLargeResponseHeaders(int length) throws IOException {
        upstream.reset(request -> response("200 OK", JSON + "\r\nX: " + "x".repeat(length), "[]"));

        fetch("/doc").statusCode(200);
    }

    @Test
    void namesTheLimitOfResponseHeaders() throws IOException {
        upstream.reset(request -> response("200 OK", JSON + "\r\nX: " + "x".repeat(70_000), "[]"));

        fetch("/doc").statusCode(502)
                .body("message", startsWith(upstream.origin() + " returned more than 65536 bytes of headers"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "application/json", "application/json;charset=utf-8", "application/json; charset=unknown",
            "application/json; charset", "APPLICATION/PROBLEM+JSON", "application/json ; q", "text/json", "model/gltf+json",
            "application/a+b+json", "Text/JSON;charset=utf-8", "image/x.y-z+json" })
    void acceptsEveryJsonContentType(String type) throws IOException {
        upstream.reset(request -> response("200 OK", "Content-Type: " + type, "[]"));

        fetch("/doc").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = { "text/html", "multipart/form-data; boundary=x", "multipart/form-data", "multipart/mixed", "json",
            ";", "/", "application/json/x", "*/*", "text/event-stream", "application/x-ndjson", "+json", "application/+json",
            "application/xjson", "text/x-json", "model/json", "/a+json", "application/a+jsonx", "application/json-seq" })
    void rejectsEveryOtherContentType(String type) throws IOException {
        upstream.reset(request -> response("200 OK", "Content-Type: " + type, "[]"));

        fetch("/doc").statusCode(502)
                .body("message", startsWith(upstream.origin() + " returned a content type other than JSON."));
    }

    @Test
    void endsAtTheReadTimeout() throws IOException {
        upstream.reset(request -> null);

        fetch("/doc").statusCode(504).time(allOf(greaterThan(RawHttpServer.READ_TIMEOUT_MILLIS - 100L),
                lessThan(RawHttpServer.READ_TIMEOUT_MILLIS + 1_000L)));
    }

    @Test
    void queuedRequestsWaitLongerThanTheReadTimeout() throws IOException {
        upstream.reset(request -> "/slow".equals(request.target()) ? "HTTP/1.1 200 OK\r\n" + JSON
                + "\r\nContent-Length: 2\r\n\r\n" : jsonResponse("[]"));
        startFetch(upstream.origin() + "/slow");
        await().atMost(TIMEOUT).until(() -> upstream.requests().size() == 1);
        // its last byte comes after the read timeout of a request that was sent at the same time
        Thread end = new Thread(() -> {
            await().pollDelay(Duration.ofMillis(RawHttpServer.READ_TIMEOUT_MILLIS / 2)).until(() -> true);
            upstream.requests().get(0).send("[");
            await().pollDelay(Duration.ofMillis(RawHttpServer.READ_TIMEOUT_MILLIS * 2 / 3)).until(() -> true);
            upstream.requests().get(0).send("]");
        });
        end.start();

        fetch("/queued").statusCode(200).time(greaterThan((long) RawHttpServer.READ_TIMEOUT_MILLIS));
    }

    @Test
    void closesAConnectionThatIsIdleForFourSeconds() {
        fetch("/doc").statusCode(200);
        assertThat(upstream.openConnections()).isEqualTo(1);

        await().during(Duration.ofSeconds(3)).atMost(Duration.ofMillis(3_900)).until(() -> upstream.openConnections() == 1);
        await().atMost(Duration.ofSeconds(3)).until(() -> upstream.openConnections() == 0);
    }

    @Test
    void reusesAConnection() {
        fetch("/1").statusCode(200);
        fetch("/2").statusCode(200);

        assertThat(upstream.requests()).hasSize(2).map(RawHttpServer.Request::connection).containsOnly(
                upstream.requests().get(0).connection());
    }

    @Test
    void doesNotReadASecondResponseOfTheSameConnection() throws IOException {
        AtomicInteger count = new AtomicInteger();
        upstream.reset(request -> jsonResponse("[" + count.incrementAndGet() + "]") + jsonResponse("[\"excess\"]"));

        fetch("/1").statusCode(200).body(endsWith("\"data\":[1]}"));
        fetch("/2").statusCode(200).body(endsWith("\"data\":[2]}"));
        assertThat(upstream.requests()).map(RawHttpServer.Request::connection).doesNotHaveDuplicates();
    }

    @Test
    void doesNotReuseAConnectionWithLateBytes() throws IOException {
        AtomicInteger count = new AtomicInteger();
        upstream.reset(request -> jsonResponse("[" + count.incrementAndGet() + "]"));
        fetch("/1").statusCode(200).body(endsWith("\"data\":[1]}"));

        upstream.requests().get(0).send(jsonResponse("[\"late\"]"));
        await().atMost(TIMEOUT).until(() -> upstream.openConnections() == 0);

        fetch("/2").statusCode(200).body(endsWith("\"data\":[2]}"));
    }

    @Test
    void noMeterIsTaggedWithAPartOfTheUrl() throws IOException {
        upstream.reset(request -> request.target().contains("missing") ? response("404 X", JSON, "") : jsonResponse("[]"));
        long before = clientMeters();
        IntStream.range(0, 5).forEach(i -> {
            fetch("/cardinality-" + i + "?q=cardinality-" + i).statusCode(200);
            fetch("/missing-cardinality-" + i).statusCode(502);
        });

        assertThat(registry.getMeters()).isNotEmpty().flatMap(meter -> meter.getId().getTags()).map(Tag::getValue)
                .noneMatch(value -> value.contains("cardinality"));
        assertThat(clientMeters() - before).isLessThan(10);
    }

    @Test
    void connectingEndsAtTheConnectTimeoutOrWithItsCaller() throws IOException {
        upstream.fillBacklog();
        given().queryParam("url", upstream.stalledOrigin() + "/timeout").get("/fetch").then().statusCode(504)
                .time(allOf(greaterThan(RawHttpServer.CONNECT_TIMEOUT_MILLIS - 100L),
                        // two attempts, because connecting is idempotent
                        lessThan(2 * RawHttpServer.CONNECT_TIMEOUT_MILLIS + 1_000L)));
        Socket caller = startFetch(upstream.stalledOrigin() + "/cancelled");
        await().atMost(TIMEOUT).until(() -> inFlight() == 1);
        caller.close();
        await().atMost(TIMEOUT).until(() -> inFlight() == 0);
        upstream.acceptStalled();

        given().queryParam("url", upstream.stalledOrigin() + "/next").get("/fetch").then().statusCode(200)
                .time(lessThan(TIMEOUT.toMillis()));
        assertThat(upstream.targets()).containsExactly("/next");
    }

    private static String closeIf(RawHttpServer.Request request, boolean close) {
        if (close) {
            try {
                request.connection().shutdownOutput();
            } catch (IOException e) {
                // the server ends the connection on this exception
                throw new UncheckedIOException(e);
            }
        }
        return null;
    }

    private long clientMeters() {
        return registry.getMeters().stream().filter(meter -> meter.getId().getName().startsWith("http.client")).count();
    }

    // The gauge would be that of the first service, because the registry of Micrometer survives the restart for another test.
    private int inFlight() {
        return service.inFlight();
    }

    private ValidatableResponse fetch(String suffix) {
        return given().queryParam("url", upstream.origin() + suffix).get("/fetch").then();
    }

    private static Socket startFetch(String url) throws IOException {
        Socket caller = new Socket("localhost", RestAssured.port);
        caller.getOutputStream().write("GET /fetch?url=%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(url)
                .getBytes(StandardCharsets.US_ASCII));
        return caller;
    }

    private static String gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
