package dev.meanwhile.trial;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.meanwhile.PackagedApp;

/** What only a raw socket sends. */
class MalformedRequestsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MEBIBYTE = 1_048_576;
    private static final String HIDDEN = "GET /greet/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String END = "0\r\n\r\n";

    private static final List<String> TARGETS = List.of("/%s", "/hello%s", "/greet/%s", "/api/%s", "/api/random?min=%s",
            "/api/random?max=%s", "/api/random?%s=1", "/fetch?url=%s", "/gather?url=%s&url=%s", "/lab/%s", "/lab?users=%s",
            // with a second fault, so that none of them starts
            "/lab/runs?users=%s&calls=0", "/lab/runs?calls=%s&users=0", "/lab/runs?delay=%s&users=0",
            "/lab/runs?jitter=%s&users=0", "/lab/runs?failures=%s&users=0", "/lab/runs?threads=%s&users=0",
            "/lab/runs?repeats=%s&users=0", "/lab/runs?modes=%s&users=0", "/lab/runs?seed=%s&users=0", "/lab/upstream/%s",
            "/lab/upstream/7?delay=%s", "/lab/upstream/7?fail=%s", "/webjars/%s", "/_static/%s", "/q/%s", "/q/swagger-ui/%s",
            "/q/openapi?format=%s");

    /** Escapes that are none, bytes that are no UTF-8, what ends a line or a string elsewhere, and what leaves a folder. */
    private static final List<String> UNFIT = List.of("%", "%z", "%zz", "%u0041", "%00", "%ff", "%c0%af", "%ed%a0%80",
            "%f5%80%80%80", "%e7%a6", "\0", "\t", "\u007f", "\u00ff\u00fe", "\u00c3(", "%0d%0aSet-Cookie:%20a=b", "%0a%0a",
            "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/", "..;/q/metrics", "\\..\\..\\", "<script>", "{}", "[", "|", "^", "`",
            "%252e", "\u00b2", "%d9%a3", "-1", "1e999", "NaN", "9".repeat(1_001));

    private static final AtomicInteger TRIED = new AtomicInteger();
    private static PackagedApp app;

    @BeforeAll
    static void start() {
        app = PackagedApp.start();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refusesAndLetsNothingPassBehindIt(String name, String request) {
        List<Integer> statuses = send(request + HIDDEN);

        assertThat(statuses).hasSizeLessThan(2).allMatch(status -> status >= 400 && status < 500 || status == 505);
        assertThat(app.log()).doesNotContain("/greet/smuggled HTTP/1.1\\\" 200");
    }

    static Stream<Arguments> refusesAndLetsNothingPassBehindIt() {
        String headers = IntStream.range(0, 10_000).mapToObj("X-%d: y\r\n"::formatted).collect(Collectors.joining());
        return Stream.concat(ambiguous(), Stream.of(
                arguments("10,000 headers", get(headers)),
                arguments("10,000 trailers", post("Transfer-Encoding: chunked\r\n", "0\r\n" + headers + "\r\n")),
                arguments("a line of 1 MiB", "GET /" + "a".repeat(MEBIBYTE) + " HTTP/1.1\r\n\r\n"),
                arguments("a method of 1 MiB", "A".repeat(MEBIBYTE) + " / HTTP/1.1\r\n\r\n"),
                arguments("a header of 1 MiB", get("X: " + "a".repeat(MEBIBYTE) + "\r\n")),
                arguments("a chunk extension of 1 MiB",
                        post("Transfer-Encoding: chunked\r\n", "1;" + "a".repeat(MEBIBYTE) + "\r\na\r\n" + END)),
                arguments("bare line feeds", "GET /hello HTTP/1.1\nHost: localhost\n\n"),
                arguments("a null byte in a value", get("X: a\0b\r\n")),
                arguments("a null byte in a name", get("X\0: a\r\n")),
                arguments("a space in a name", get("X Y: a\r\n")),
                arguments("a header that continues nothing", "GET /hello HTTP/1.1\r\n X: a\r\n\r\n"),
                arguments("no version", "GET /hello\r\n\r\n"),
                arguments("another version", "GET /hello HTTP/1.2\r\nHost: localhost\r\n\r\n"),
                arguments("a version of the future", "GET /hello HTTP/9.9\r\nHost: localhost\r\n\r\n"),
                arguments("TLS", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n")));
    }

    private static Stream<Arguments> ambiguous() {
        String chunked = "Transfer-Encoding: chunked\r\n";
        Stream<String> lengths = Stream.of("abc", "-1", "+5", "0x5", "5 5", "0, 5", "", "9".repeat(20),
                "5\r\nContent-Length: 6",
                "5\r\nContent-Length: 5");
        Stream<String> encodings = Stream.of("xchunked", "chunked, identity", "identity", "\"chunked\"", "\u000bchunked",
                "chunked\0", "\r\n chunked", "chunked\r\nTransfer-Encoding: identity", "gzip");
        Stream<String> chunks = Stream.of("zz", "-1", "0x5", "f".repeat(18), "3", "5\n", "", " 5", "5 5", "5;a=\nb");
        return Stream.of(
                lengths.map(length -> arguments("Content-Length: " + length, post("Content-Length: " + length + "\r\n", END))),
                encodings.map(encoding -> arguments("Transfer-Encoding: " + encoding,
                        post("Transfer-Encoding: " + encoding + "\r\nContent-Length: 5\r\n", END))),
                chunks.map(size -> arguments("a chunk of " + size, post(chunked, size + "\r\nhello\r\n" + END))),
                Stream.of(arguments("length, then encoding", post("Content-Length: 5\r\n" + chunked, END)),
                        arguments("encoding, then length", post(chunked + "Content-Length: 5\r\n", END)),
                        arguments("encoding after a tab", post("Transfer-Encoding:\tchunked\r\nContent-Length: 5\r\n", END)),
                        arguments("encoding before a space", post("Transfer-Encoding : chunked\r\nContent-Length: 5\r\n", END)),
                        arguments("encoding after a line feed", post("X: y\n" + chunked + "Content-Length: 5\r\n", END)),
                        arguments("encoding after a return", post("X: y\r" + chunked + "Content-Length: 5\r\n", END)),
                        arguments("encoding in HTTP/1.0", "POST /api/7 HTTP/1.0\r\n" + chunked + "\r\n" + END)))
                .flatMap(cases -> cases);
    }

    private static String post(String headers, String body) {
        return "POST /api/7 HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body;
    }

    private static String get(String headers) {
        return "GET /hello HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    @ParameterizedTest
    @FieldSource("TARGETS")
    void answersOnceWhateverIsInAnAddress(String target) {
        for (String unfit : UNFIT) {
            List<Integer> statuses = send("GET " + target.replace("%s", unfit)
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(statuses).as(unfit).singleElement().matches(status -> status < 500);
        }
    }

    @Test
    void refusesASecondHost() {
        assertThat(send(get("Host: elsewhere\r\n") + HIDDEN)).containsExactly(400);
    }

    private static List<Integer> send(String request) {
        TRIED.incrementAndGet();
        try (RawConnection connection = new RawConnection(app.address())) {
            connection.send(request);
            return connection.answers(PATIENCE);
        }
    }

    @AfterEach
    void isHealthy() {
        when().get(app.address().resolve("/hello")).then().statusCode(200);
        assertThat(app.log()).doesNotContain("\"level\":\"ERROR\"");
    }

    @AfterAll
    static void stop() {
        app.close();
        Tried.record("Malformed HTTP by raw socket: smuggling pairs, sizes, null bytes, escapes in every route and parameter",
                "%,d requests", "no hang, no 500, nothing answered twice", TRIED.get());
    }
}
