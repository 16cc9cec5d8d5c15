package dev.meanwhile.http.filter;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.PackagedApp;
import dev.meanwhile.stress.RawConnection;
import dev.meanwhile.stress.StressReport;

/** Malformed requests, sent over a raw socket because an HTTP client refuses to send them. */
class MalformedRequestsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MEBIBYTE = 1_048_576;
    private static final String HIDDEN = "GET /greet/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final String HEADERS = IntStream.range(0, 10_000).mapToObj("X-%d: y\r\n"::formatted)
            .collect(Collectors.joining());
    private static final String END = "0\r\n\r\n";

    private static final List<String> TARGETS = List.of("/%s", "/hello%s", "/greet/%s", "/api/%s", "/api/random?min=%s",
            "/api/random?max=%s", "/api/random?%s=1", "/fetch?url=%s", "/gather?url=%s&url=%s", "/lab/%s", "/lab?users=%s",
            // A second invalid parameter prevents a run.
            "/lab/runs?users=%s&calls=0", "/lab/runs?calls=%s&users=0", "/lab/runs?delay=%s&users=0",
            "/lab/runs?jitter=%s&users=0", "/lab/runs?failures=%s&users=0", "/lab/runs?threads=%s&users=0",
            "/lab/runs?repeats=%s&users=0", "/lab/runs?modes=%s&users=0", "/lab/runs?seed=%s&users=0", "/lab/upstream/%s",
            "/lab/upstream/7?delay=%s", "/lab/upstream/7?fail=%s", "/webjars/%s", "/_static/%s", "/q/%s", "/q/swagger-ui/%s",
            "/q/openapi?format=%s");

    /** Invalid escapes, invalid UTF-8, delimiters of other formats, and path traversal. */
    private static final List<String> INVALID_VALUES = List.of("%", "%z", "%zz", "%u0041", "%00", "%ff", "%c0%af", "%ed%a0%80",
            "%f5%80%80%80", "%e7%a6", "\0", "\t", "\u007f", "\u00ff\u00fe", "\u00c3(", "%0d%0aSet-Cookie:%20a=b", "%0a%0a",
            "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/", "..;/q/metrics", "\\..\\..\\", "<script>", "{}", "[", "|", "^", "`",
            "%252e", "\u00b2", "%d9%a3", "-1", "1e999", "NaN", "9".repeat(1_001));

    private static final List<String> MANAGEMENT_PATHS = List.of("/", "/q/", "/q/health", "/q/health/", "/q/metrics?name[]=");

    private static final AtomicInteger TRIED = new AtomicInteger();
    private static PackagedApp app;

    @BeforeAll
    static void start() {
        app = PackagedApp.start();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rejectsTheRequestAndIgnoresTheNextOne(String name, String request) {
        assertThat(send(request + HIDDEN)).hasSizeLessThan(2)
                .allMatch(status -> status >= 400 && status < 500 || status == 505);
    }

    static Stream<Arguments> rejectsTheRequestAndIgnoresTheNextOne() {
        return Stream.of(
                arguments("10,000 headers", get(HEADERS)),
                arguments("a line of 1 MiB", "GET /" + "a".repeat(MEBIBYTE) + " HTTP/1.1\r\n\r\n"),
                arguments("a method of 1 MiB", "A".repeat(MEBIBYTE) + " / HTTP/1.1\r\n\r\n"),
                arguments("a header of 1 MiB", get("X: " + "a".repeat(MEBIBYTE) + "\r\n")),
                arguments("bare line feeds", "GET /hello HTTP/1.1\nHost: localhost\n\n"),
                arguments("a null byte in a value", get("X: a\0b\r\n")),
                arguments("a null byte in a name", get("X\0: a\r\n")),
                arguments("a space in a name", get("X Y: a\r\n")),
                arguments("a header that continues nothing", "GET /hello HTTP/1.1\r\n X: a\r\n\r\n"),
                arguments("no version", "GET /hello\r\n\r\n"),
                arguments("another version", "GET /hello HTTP/1.2\r\nHost: localhost\r\n\r\n"),
                arguments("a version of the future", "GET /hello HTTP/9.9\r\nHost: localhost\r\n\r\n"),
                arguments("TLS", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rejectsAmbiguousFraming(String name, String headers) {
        assertThat(send(get(headers) + END + HIDDEN)).containsExactly(400);
    }

    static Stream<Arguments> rejectsAmbiguousFraming() {
        Stream<String> lengths = Stream.of("abc", "-1", "+5", "0x5", "5 5", "0, 5", "", "9".repeat(20),
                "5\r\nContent-Length: 6",
                "5\r\nContent-Length: 5");
        Stream<String> encodings = Stream.of("xchunked", "chunked, identity", "identity", "\"chunked\"", "\u000bchunked",
                "chunked\0", "\r\n chunked", "chunked\r\nTransfer-Encoding: identity", "gzip");
        Stream<String> others = Stream.of("Transfer-Encoding : chunked\r\n", "X: y\n" + CHUNKED, "X: y\r" + CHUNKED,
                "Host: elsewhere\r\n");
        return Stream.of(
                lengths.map(length -> "Content-Length: " + length + "\r\n"),
                encodings.map(encoding -> "Transfer-Encoding: " + encoding + "\r\nContent-Length: 5\r\n"),
                others.map(other -> other + "Content-Length: 5\r\n"))
                .flatMap(cases -> cases).map(headers -> arguments(headers.strip(), headers));
    }

    /** The fault is after the headers, or RFC 9112 permits the request. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void ignoresTheNextRequest(String name, String request) {
        assertThat(send(request + HIDDEN)).hasSizeLessThan(2);
    }

    static Stream<Arguments> ignoresTheNextRequest() {
        Stream<String> chunks = Stream.of("zz", "-1", "0x5", "f".repeat(18), "3", "5\n", "", " 5", "5 5", "5;a=\nb");
        return Stream.concat(
                chunks.map(size -> arguments("a chunk of " + size, get(CHUNKED) + size + "\r\nhello\r\n" + END)),
                Stream.of(arguments("10,000 trailers", get(CHUNKED) + "0\r\n" + HEADERS + "\r\n"),
                        arguments("a chunk extension of 1 MiB",
                                get(CHUNKED) + "1;" + "a".repeat(MEBIBYTE) + "\r\na\r\n" + END),
                        arguments("length, then encoding", get("Content-Length: 5\r\n" + CHUNKED) + END),
                        arguments("encoding, then length", get(CHUNKED + "Content-Length: 5\r\n") + END),
                        arguments("encoding after a tab", get("Transfer-Encoding:\tchunked\r\nContent-Length: 5\r\n") + END),
                        arguments("encoding in HTTP/1.0", "GET /hello HTTP/1.0\r\n" + CHUNKED + "\r\n" + END)));
    }

    private static String get(String headers) {
        return "GET /hello HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    @ParameterizedTest
    @FieldSource("TARGETS")
    void respondsOnceToAnyTarget(String target) {
        for (String value : INVALID_VALUES) {
            List<Integer> statuses = send("GET " + target.replace("%s", value)
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(statuses).as(value).singleElement().matches(status -> status < 500);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "GET", "HEAD", "OPTIONS", "POST", "TRACE" })
    void managementPortRespondsOnceToAnyTarget(String method) {
        for (String path : MANAGEMENT_PATHS) {
            for (String value : INVALID_VALUES) {
                assertThat(sendToManagementPort(method + " " + path + value)).as(path + value).singleElement()
                        .matches(status -> status < 500);
            }
        }
        for (String target : List.of("//", "*", "[", "/[", "/\\", "/q/health//", "//q/health", "/q/health#x", "http://[/",
                "?")) {
            assertThat(sendToManagementPort(method + " " + target)).as(target).singleElement()
                    .matches(status -> status < 500);
        }
    }

    private static List<Integer> sendToManagementPort(String requestLine) {
        TRIED.incrementAndGet();
        try (RawConnection connection = new RawConnection(app.managementUrl())) {
            connection.send(requestLine + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return connection.readStatuses(TIMEOUT);
        }
    }

    private static List<Integer> send(String request) {
        TRIED.incrementAndGet();
        try (RawConnection connection = new RawConnection(app.url())) {
            connection.send(request);
            return connection.readStatuses(TIMEOUT);
        }
    }

    @AfterEach
    void isHealthy() {
        when().get(app.url().resolve("/hello")).then().statusCode(200);
        assertThat(app.log()).doesNotContain("\"level\":\"ERROR\"").doesNotContain("/greet/smuggled HTTP/1.1\\\" 200");
    }

    @AfterAll
    static void stop() {
        app.close();
        StressReport.record(
                "Malformed HTTP by raw socket: smuggling pairs, sizes, null bytes, escapes in every route and parameter",
                "%,d requests", "no hang, no 500, one response per request", TRIED.get());
    }
}
