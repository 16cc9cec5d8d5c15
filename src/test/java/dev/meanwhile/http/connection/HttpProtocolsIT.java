package dev.meanwhile.http.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.PackagedApp;
import dev.meanwhile.stress.Http2Connection;

/** Limits, errors, headers and log lines are the same with HTTP/1 and HTTP/2, whichever component rejects the request. */
class HttpProtocolsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int PROTOCOL_ERROR = 1;
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final String AUTHORITY = "localhost";

    private static PackagedApp app;
    // Trusts every client, as behind a proxy.
    private static PackagedApp behindProxy;

    record Response(int status, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return headers.containsKey(name) ? String.join(", ", headers.get(name)) : null;
        }
    }

    @BeforeAll
    static void start() {
        app = PackagedApp.start();
        behindProxy = PackagedApp.start("quarkus.http.proxy.proxy-address-forwarding=true",
                "quarkus.http.proxy.enable-forwarded-host=true", "quarkus.http.proxy.enable-forwarded-prefix=true");
    }

    @AfterAll
    static void stop() {
        app.close();
        behindProxy.close();
    }

    @AfterEach
    void logsNoErrors() {
        assertThat(app.log()).doesNotContain("\"level\":\"ERROR\"");
        assertThat(behindProxy.log()).doesNotContain("\"level\":\"ERROR\"");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void rejectsWithTheSameResponseOnBothProtocols(String name, int status, String http1, String... http2) throws IOException {
        if (http1 != null) {
            assertRejected(send(http1), status);
        }
        if (http2.length > 0) {
            assertRejected(sendHttp2(http2), status);
        }
    }

    static Stream<Arguments> rejectsWithTheSameResponseOnBothProtocols() {
        String large = "x".repeat(17_000);
        return Stream.of(
                rejection("a long path", 414, "GET /api/" + "7".repeat(9_000), "/api/" + "7".repeat(9_000)),
                rejection("a path above the limit of the codec", 414, "GET /api/" + "7".repeat(66_000)),
                rejection("large headers", 431, "GET /api/7", "/api/7", "x-large", large),
                rejection("headers above the limit of the codec", 431, "GET /api/7", null, "x-large", "x".repeat(66_000)),
                rejection("a path that is no URI", 400, "GET /%zz", "/%zz"),
                rejection("brackets in the path", 400, "GET /[", "/["),
                rejection("an empty authority", 400, "GET //", "//"),
                rejection("an asterisk", 404, "GET *", "*"),
                arguments("no Host", 400, "GET /hello HTTP/1.1\r\n\r\n",
                        new String[] { ":method", "GET", ":scheme", "http", ":path", "/hello" }),
                arguments("two Hosts", 400, "GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                        headers("GET", "/hello", "host", AUTHORITY, "host", AUTHORITY)),
                arguments("CONNECT", 405, null, new String[] { ":method", "CONNECT", ":authority", "localhost:80" }),
                arguments("no URI", 404, "GET hello HTTP/1.1\r\nHost: localhost\r\n\r\n", new String[0]),
                arguments("another version", 505, "GET /hello HTTP/1.2\r\nHost: localhost\r\n\r\n", new String[0]),
                arguments("an invalid upgrade", 400, "GET /hello HTTP/1.1\r\nHost: localhost\r\n"
                        + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: !!!\r\n\r\n", new String[0]),
                arguments("no request", 400, "nonsense\r\n\r\n", new String[0]));
    }

    private static Arguments rejection(String name, int status, String http1, String path, String... fields) {
        StringBuilder request = new StringBuilder(http1).append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = 0; i < fields.length; i += 2) {
            request.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
        }
        return arguments(name, status, request.append("\r\n").toString(),
                path == null ? new String[0] : headers("GET", path, fields));
    }

    private static Arguments rejection(String name, int status, String http1) {
        return rejection(name, status, http1, null);
    }

    private static void assertRejected(Response response, int status) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("content-type")).isEqualTo("application/json;charset=UTF-8");
        assertThat(response.body()).startsWith("{\"success\":false,\"message\":\"").endsWith("\",\"data\":{}}");
        assertThat(response.header("vary")).isEqualTo("Accept");
        assertThat(response.header("cache-control")).isEqualTo("no-store");
        assertThat(response.header("content-security-policy")).startsWith("default-src 'none'");
        assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(response.header("date")).matches("\\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
        assertThat(response.header("strict-transport-security")).isNull();
        assertLogged(response.header("x-request-id"), status);
    }

    private static void assertLogged(String id, int status) {
        assertThat(id).matches("[0-9a-f]{16}");
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(app.log().lines().filter(line -> line.contains(id)))
                .singleElement().asString().contains("io.quarkus.http.access-log", "\\\" " + status + " "));
    }

    @Test
    void rejectionBeforeTheRouterIsAPageForBrowsersAndKeepsTheId() throws IOException {
        String headers = "Host: localhost\r\nAccept: text/html\r\nX-Request-Id: my-own.1\r\n";
        Response http1 = send("GET /%zz HTTP/1.1\r\n" + headers + "\r\n");
        Response http2 = sendHttp2(headers("GET", "/%zz", "accept", "text/html", "x-request-id", "my-own.1"));

        for (Response response : List.of(http1, http2)) {
            assertThat(response.header("content-type")).isEqualTo("text/html;charset=UTF-8");
            assertThat(response.body()).contains("<h1>Bad request</h1>", "The request is malformed.");
            assertThat(response.header("x-request-id")).isEqualTo("my-own.1");
        }
        Response chinese = send("GET /%zz HTTP/1.1\r\n" + headers + "Accept-Language: zh-CN\r\n\r\n");
        assertThat(chinese.body()).contains("<h1>请求有误</h1>");
        assertThat(chinese.header("content-language")).isEqualTo("zh");
        assertThat(chinese.header("vary")).isEqualTo("Accept, Accept-Language");
        Response head = send("HEAD /%zz HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n");
        assertThat(head.body()).isEmpty();
        assertThat(head.header("content-length")).isEqualTo(http1.header("content-length"));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1_000, 8_000, 16_000 })
    void acceptsHeadersUpToTheSameLimitOnBothProtocols(int bytes) throws IOException {
        String value = "x".repeat(bytes);

        assertThat(send("GET /api/7 HTTP/1.1\r\nHost: localhost\r\nX-Large: " + value + "\r\n\r\n").status()).isEqualTo(200);
        assertThat(sendHttp2(headers("GET", "/api/7", "x-large", value)).status()).isEqualTo(200);
    }

    @Test
    void acceptsAPathUpToTheSameLimitOnBothProtocols() throws IOException {
        String path = "/hello?" + "x".repeat(8_100);

        assertThat(send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").status()).isEqualTo(200);
        assertThat(sendHttp2(headers("GET", path)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({ "16384, 200", "16385, 413", "70000, 413" })
    void limitsABodyWithoutContentLength(int bytes, int status) throws IOException {
        Response chunked = send("GET /api/7 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(bytes) + "\r\n" + "x".repeat(bytes) + "\r\n0\r\n\r\n");
        assertThat(chunked.status()).isEqualTo(status);
        assertThat(chunked.header("connection")).isEqualTo("close");

        try (Http2Connection connection = new Http2Connection(app.url(), TIMEOUT)) {
            int stream = connection.sendHeaders(false, headers("GET", "/api/7"));
            // Within the flow control window.
            connection.sendData(stream, new byte[Math.min(bytes, 60_000)], bytes <= 60_000);
            Http2Connection.Response response = connection.readResponse(stream);
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.body()).contains(status == 200 ? "\"data\":\"7\"" : "at most 16384 bytes");

            // The connection is still usable.
            int next = connection.sendHeaders(true, headers("GET", "/api/8"));
            assertThat(connection.readResponse(next).body()).contains("\"data\":\"8\"");
        }
    }

    @Test
    void respondsAtOnceToARequestThatExpectsContinue() throws IOException {
        assertThat(send("GET /api/7 HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n")
                .status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = { "a\r\nb", "a\rb", "a\nb", "a\0b", "\0", " a", "a\u0001b", "a\u007fb" })
    void resetsAnHttp2StreamWithAnInvalidFieldValue(String value) throws IOException {
        try (Http2Connection connection = new Http2Connection(app.url(), TIMEOUT)) {
            int stream = connection.sendHeaders(true, headers("GET", "/hello", "x", value));
            assertThat(connection.readResponse(stream).resetCode()).isEqualTo(PROTOCOL_ERROR);

            int next = connection.sendHeaders(true, headers("GET", "/hello", "x", "a\tb \u00e9"));
            assertThat(connection.readResponse(next).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/hello", "/lab", "/nope", "/meanwhile.css", "/q/openapi", "/api/7?" })
    void http2ResponseHasNoHttp1Headers(String path) throws IOException {
        for (String method : List.of("GET", "POST", "HEAD", "OPTIONS")) {
            assertThat(sendHttp2(headers(method, path)).headers())
                    .doesNotContainKeys("connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection");
        }
    }

    @Test
    void schemeOfAnHttp2ClientIsNotTrusted() throws IOException {
        for (PackagedApp server : List.of(app, behindProxy)) {
            try (Http2Connection connection = new Http2Connection(server.url(), TIMEOUT)) {
                int stream = connection.sendHeaders(true, ":method", "GET", ":scheme", "https", ":path", "/lab", ":authority",
                        AUTHORITY);
                Http2Connection.Response response = connection.readResponse(stream);
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.headers().contains("strict-transport-security")).isFalse();
                assertThat(response.body()).doesNotContain("https://localhost");
            }
        }
    }

    @Test
    void sendsStrictTransportSecurityIfATrustedProxySaysHttps() throws IOException {
        String request = "GET /lab HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n\r\n";

        assertThat(send(behindProxy.url(), request).header("strict-transport-security")).isEqualTo("max-age=31536000");
        assertThat(send(app.url(), request).header("strict-transport-security")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "X-Forwarded-Proto: ht tp", "X-Forwarded-Proto:", "X-Forwarded-Proto: javascript",
            "X-Forwarded-Port: abc", "X-Forwarded-Port: 99999", "X-Forwarded-Port: -1", "X-Forwarded-Port:",
            "X-Forwarded-For: 1.2.3.4:abc", "X-Forwarded-For:", "X-Forwarded-For: 1.2.3.4:99999", "X-Forwarded-Host: a b",
            "X-Forwarded-Host: a:b:c", "X-Forwarded-Host:", "X-Forwarded-Host: <script>", "X-Forwarded-Prefix: a b",
            "X-Forwarded-Prefix: /%zz", "X-Forwarded-Prefix: //evil.example", "X-Forwarded-Prefix: /a?b",
            "X-Forwarded-Trusted-Proxy: true", "Forwarded: proto=\"ht tp\";host=\"a b\"", "Forwarded: for=1.2.3.4:abc" })
    void invalidForwardedHeaderIsIgnored(String header) throws IOException {
        Response response = send(behindProxy.url(), "GET /lab HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("strict-transport-security")).isNull();
        assertThat(behindProxy.log()).doesNotContain("\"level\":\"ERROR\"").doesNotContain("forwarded\\\"-type");
        try (Http2Connection connection = new Http2Connection(behindProxy.url(), TIMEOUT)) {
            int colon = header.indexOf(':');
            int stream = connection.sendHeaders(true, headers("GET", "/lab", header.substring(0, colon).toLowerCase(),
                    header.substring(colon + 1).strip()));
            assertThat(connection.readResponse(stream).status()).isEqualTo(200);
        }
    }

    @Test
    void validForwardedHeadersAreUsed() throws IOException {
        Response response = send(behindProxy.url(), "GET /lab HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https, http\r\n"
                + "X-Forwarded-Host: public.example:8443, inner\r\nX-Forwarded-For: 2001:db8::1, 10.0.0.1\r\n\r\n");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).contains("https://public.example:8443/lab");
    }

    @Test
    void limitsTheStreamsOfAnHttp2Connection() throws IOException {
        try (Http2Connection connection = new Http2Connection(app.url(), TIMEOUT)) {
            connection.readResponse(connection.sendHeaders(true, headers("GET", "/hello")));

            assertThat(connection.serverSetting(MAX_CONCURRENT_STREAMS)).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "GET /lab/runs?users=1&calls=1&delay=0s&modes=reactive HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            "GET /lab/runs?users=1&calls=1&delay=0s&modes=reactive HTTP/1.0\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: !!!\r\n\r\n",
            "GET /hello HTTP/1.0\r\n\r\n" })
    void closesTheConnectionThatDelimitsAResponse(String request) throws IOException {
        try (Socket socket = new Socket(app.url().getHost(), app.url().getPort())) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));

            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void keepsAnHttp10ConnectionAfterADelimitedResponse() throws IOException {
        try (Socket socket = new Socket(app.url().getHost(), app.url().getPort())) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            for (int i = 0; i < 2; i++) {
                socket.getOutputStream()
                        .write("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n".getBytes(ISO_8859_1));
                assertThat(readHttp1(socket).body()).isEqualTo("Hello, World!");
            }
        }
    }

    private static String[] headers(String method, String path, String... fields) {
        List<String> headers = new ArrayList<>(
                List.of(":method", method, ":scheme", "http", ":path", path, ":authority", AUTHORITY));
        headers.addAll(List.of(fields));
        return headers.toArray(String[]::new);
    }

    private static Response sendHttp2(String... headers) throws IOException {
        try (Http2Connection connection = new Http2Connection(app.url(), TIMEOUT)) {
            Http2Connection.Response response = connection.readResponse(connection.sendHeaders(true, headers));
            assertThat(response.resetCode()).isNull();
            Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.headers().forEach(header -> fields.computeIfAbsent(header.getKey().toString(), name -> new ArrayList<>())
                    .add(header.getValue().toString()));
            return new Response(response.status(), fields, response.body());
        }
    }

    private static Response send(String request) throws IOException {
        return send(app.url(), request);
    }

    private static Response send(URI server, String request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return readHttp1(socket);
        }
    }

    private static Response readHttp1(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as(head.toString()).isNotNegative();
            head.append((char) next);
        }
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Matcher field = Pattern.compile("(?md)^([\\w-]+): ?(.*)\r$").matcher(head);
        while (field.find()) {
            fields.computeIfAbsent(field.group(1), name -> new ArrayList<>()).add(field.group(2));
        }
        int length = fields.containsKey("content-length") ? Integer.parseInt(fields.get("content-length").get(0)) : 0;
        // Fewer bytes after the response to a HEAD request, which the end of the connection follows.
        String body = new String(socket.getInputStream().readNBytes(length), UTF_8);
        return new Response(Integer.parseInt(head.substring(9, 12)), fields, body);
    }
}
