package dev.meanwhile.http.metrics;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.meanwhile.PackagedApp;
import dev.meanwhile.stress.RawConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;

/** Clients cannot choose a label value of the server metrics. */
class ServerMetricsCardinalityIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int REQUESTS = 250;
    private static final int CLIENTS = 16;
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE",
            "CONNECT", "OTHER");
    private static final Set<String> URIS = Set.of("root", "/hello", "/greet/{name}", "/api/random", "/api/{number: [0-9]+}",
            "/fetch", "/gather", "/lab", "/lab/runs", "/lab/upstream/{number: [0-9]+}", "NOT_FOUND", "UNKNOWN", "STATIC");

    /** Each %s is another word in every request. */
    private static final List<String> TARGETS = List.of("/%s", "//%s//", "///%s", "/%s/", "/%s/../hello",
            "/%s/../meanwhile.css",
            "/./%s/.././hello", "/hello?%s", "/hello;%s", "/hello/%s", "/hello#%s", "/greet/%s", "/greet//%s//", "/greet/%s;x",
            "/greet/%s/../../hello", "/api/%s", "/api/7;%s", "/api/random?min=%s", "/fetch?url=%s", "/fetch/%s", "/lab/%s",
            "/lab?users=%s", "/lab/runs?users=%s", "/lab/runs/%s", "/lab/upstream/%s", "/lab/upstream/7?delay=%s",
            "/%s.css", "/webjars/%s", "/_static/%s", "/q/%s", "//q//%s", "/q/../%s", "/%s/../q/openapi", "/q/openapi?format=%s",
            "/q/openapi;%s", "/q/swagger-ui/%s", "/q/health/%s", "/%s/../q/metrics", "/%%%s", "/%s%%", "/%s|", "*%s", "%s",
            "%s:443", "http://%s/hello", "http://%s/%s", "/\u00e9%s", "/%%2f%s", "?%s", "/?%s", "/..%%2f%s");

    private static final String INCOMPLETE = "Content-Length: 10\r\n";

    private static PackagedApp app;

    private final Random random = new Random(14);

    @BeforeAll
    static void start() {
        app = PackagedApp.start();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @ParameterizedTest
    @CsvSource({ "false", "true" })
    void labelsAreBoundedForAnyRequest(boolean management) {
        URI server = management ? app.managementUrl() : app.url();
        fuzz(server);
        Set<String> series = awaitSeries();

        fuzz(server);

        assertThat(awaitSeries()).isEqualTo(series);
        assertThat(values("method")).isSubsetOf(METHODS);
        assertThat(values("uri")).isSubsetOf(URIS);
        assertThat(values("status")).allMatch(status -> status.matches("\\d{3}|RESET"));
    }

    // In parallel, because the end of a response is often known only when no more bytes arrive.
    private void fuzz(URI server) {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            CompletableFuture.allOf(IntStream.range(0, REQUESTS).mapToObj(i -> request(server, i))
                    .map(request -> CompletableFuture.runAsync(() -> send(server, request), clients))
                    .toArray(CompletableFuture[]::new)).join();
        } finally {
            clients.shutdown();
        }
    }

    private static void send(URI server, String request) {
        try (RawConnection connection = new RawConnection(server)) {
            connection.send(request);
            connection.readStatuses(TIMEOUT);
        }
    }

    // The management port reads the whole body before it responds.
    private String request(URI server, int i) {
        String target = TARGETS.get(i % TARGETS.size()).replace("%s", word()).replace("%%", "%");
        String method = i % 3 == 0 ? word() : List.of("GET", "HEAD", "POST", "OPTIONS", "CONNECT", "get").get(i / 3 % 6);
        String headers = switch (i % 7) {
            case 0 -> "Accept: image/" + word() + "\r\n";
            case 1 -> server.equals(app.managementUrl()) ? "" : INCOMPLETE;
            case 2 -> "Origin: http://" + word()
                    + "\r\nAccess-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: x\r\n";
            case 3 ->
                "Upgrade: websocket\r\nConnection: close, Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
            default -> "";
        } + (i % 7 == 3 ? "" : "Connection: close\r\n");
        String host = i % 11 == 0 ? "" : "Host: " + word() + "\r\n";
        return method + " " + target + " HTTP/1.1\r\n" + host + headers + "\r\n";
    }

    @Test
    void labelsAreBoundedForRequestsThatAreQueuedOrReset() {
        for (int i = 0; i < 60; i++) {
            try (RawConnection connection = new RawConnection(app.url())) {
                connection.send("GET /lab/upstream/7?delay=50ms HTTP/1.1\r\nHost: x\r\n\r\n" + word() + " /" + word()
                        + " HTTP/1.1\r\nHost: x\r\n" + INCOMPLETE + "\r\n");
            }
            try (RawConnection connection = new RawConnection(app.url())) {
                connection.send("GET /" + word() + "/../webjars/../lab.js HTTP/1.1\r\nHost: x\r\n\r\n");
            }
        }
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(lines()).anyMatch(line -> line.contains("status=\"RESET\"")));
        assertThat(values("uri")).isSubsetOf(URIS);
        assertThat(values("method")).isSubsetOf(METHODS);
    }

    @ParameterizedTest
    @CsvSource({ "false", "true" })
    void labelsAreBoundedOnHttp2(boolean management) throws InterruptedException {
        URI server = management ? app.managementUrl() : app.url();
        Vertx vertx = Vertx.vertx();
        try {
            HttpClient client = vertx.createHttpClient(
                    new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
            CountDownLatch ended = new CountDownLatch(REQUESTS);
            IntStream.range(0, REQUESTS).forEach(i -> {
                RequestOptions request = new RequestOptions().setHost(server.getHost()).setPort(server.getPort())
                        .setMethod(HttpMethod.valueOf(i % 2 == 0 ? word() : "GET"))
                        .setURI(TARGETS.get(i % TARGETS.size()).replace("%s", word()).replace("%%", "%"))
                        .setTimeout(TIMEOUT.toMillis());
                client.request(request).compose(stream -> send(stream, i % 3 == 0)).onComplete(done -> ended.countDown());
            });
            assertThat(ended.await(TIMEOUT.multipliedBy(3).toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        assertThat(values("method")).isSubsetOf(METHODS).contains("OTHER");
        assertThat(values("uri")).isSubsetOf(URIS);
    }

    private static Future<?> send(HttpClientRequest stream, boolean reset) {
        if (!reset) {
            return stream.send();
        }
        return stream.sendHead().map(sent -> stream.reset());
    }

    @ParameterizedTest
    @CsvSource({ "GET, /fetch, 400, /fetch", "GET, /fetch?url=http://h/, 403, /fetch", "GET, /gather, 400, /gather",
            "GET, /api/random?min=a, 400, /api/random", "GET, /lab/runs?users=0, 400, /lab/runs", "POST, /hello, 405, /hello",
            "POST, /, 405, root", "DELETE, /greet/Ada, 405, /greet/{name}", "PUT, /meanwhile.css, 405, UNKNOWN",
            "GET, //fetch/, 400, /fetch", "GET, /hello?a;b=%zz, 400, UNKNOWN", "GET, /nope, 404, NOT_FOUND",
            "GET, /meanwhile.css, 200, STATIC", "OPTIONS, /hello, 200, UNKNOWN" })
    void clientErrorIsCountedUnderItsRoute(String method, String target, int status, String uri) {
        try (RawConnection connection = new RawConnection(app.url())) {
            connection.send(method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(connection.readStatuses(TIMEOUT)).containsExactly(status);
        }
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(lines()).anyMatch(line -> line.contains("_count{")
                && line.contains("method=\"" + method + "\"") && line.contains("status=\"" + status + "\"")
                && line.contains("uri=\"" + uri + "\"")));
    }

    @Test
    void notAcceptableIsCountedUnderItsRoute() {
        when().get(app.url().resolve("/hello"));
        given().accept("image/png").get(app.url().resolve("/api/7")).then().statusCode(406);

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(lines()).anyMatch(
                line -> line.contains("status=\"406\"") && line.contains("uri=\"/api/{number: [0-9]+}\"")));
    }

    private String word() {
        return random.ints(8, 'A', 'Z' + 1).mapToObj(letter -> String.valueOf((char) letter)).collect(Collectors.joining());
    }

    private static List<String> lines() {
        return when().get(app.managementUrl().resolve("/q/metrics")).asString().lines()
                .filter(line -> line.startsWith("http_server_")).toList();
    }

    /** The series once they no longer change, because a request is counted after its response. */
    private static Set<String> awaitSeries() {
        AtomicReference<Set<String>> last = new AtomicReference<>();
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(200)).until(() -> {
            Set<String> series = series();
            return series.equals(last.getAndSet(series));
        });
        return last.get();
    }

    private static Set<String> series() {
        return lines().stream().filter(line -> !line.contains("RESET")).map(line -> line.replaceFirst("} .*", "}"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> values(String label) {
        return lines().stream().flatMap(line -> LABEL.matcher(line).results().filter(match -> match.group(1).equals(label))
                .map((MatchResult match) -> match.group(2))).collect(Collectors.toCollection(TreeSet::new));
    }
}
