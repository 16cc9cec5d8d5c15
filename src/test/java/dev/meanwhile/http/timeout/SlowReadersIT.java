package dev.meanwhile.http.timeout;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.PackagedApp;
import dev.meanwhile.StubUpstream;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;

/** Clients that request large responses and do not read them, with the heap of the image. */
class SlowReadersIT {

    private static final long HEAP = 90L << 20;
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int RECEIVE_BUFFER = 4_096;
    // The server sees progress when a third of its send buffer is free, and that of a local connection has megabytes.
    private static final int BYTES_PER_READ = 1 << 19;
    private static final Duration READ_INTERVAL = Duration.ofMillis(500);
    private static final Pattern PENDING_BYTES = Pattern.compile("^meanwhile_http_pending_bytes (\\S+)", Pattern.MULTILINE);
    private static final String MEBIBYTE = "[\"" + "x".repeat((1 << 20) - 4) + "\"]";

    private static final StubUpstream UPSTREAM = new StubUpstream();
    private static PackagedApp patientApp;
    private static PackagedApp app;

    private final List<Socket> sockets = new ArrayList<>();

    enum Protocol {
        PRIOR_KNOWLEDGE,
        UPGRADE
    }

    @BeforeAll
    static void start() {
        UPSTREAM.up();
        UPSTREAM.behaveAs(request -> StubUpstream.json(request).end(MEBIBYTE));
        patientApp = PackagedApp.startWithHeapOfImage("meanwhile.fetch.allowed-origins=" + UPSTREAM.origin(),
                "meanwhile.http.write-timeout=1h");
        app = PackagedApp.startWithHeapOfImage("meanwhile.fetch.allowed-origins=" + UPSTREAM.origin(),
                "meanwhile.http.write-timeout=" + WRITE_TIMEOUT.toMillis() + "ms");
    }

    @AfterAll
    static void stop() {
        app.close();
        patientApp.close();
        UPSTREAM.stop();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        await().atMost(TIMEOUT).until(() -> pendingBytes(patientApp) == 0);
    }

    @Test
    void boundsTheBytesThatWaitForManyConnections() throws IOException {
        for (int client = 0; client < 16; client++) {
            Socket socket = request(patientApp, gather(16), 1);
            await().atMost(TIMEOUT).until(() -> socket.getInputStream().available() > 0);
            assertOthersAreServed();
        }
    }

    @Test
    void servesOthersAfterConcurrentRequestsForLargeDocuments() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(patientApp.url() + gather(16)))
                .header("Accept", "application/json").build();
        for (int round = 0; round < 5; round++) {
            HttpClient client = HttpClient.newHttpClient();
            List<CompletableFuture<HttpResponse<String>>> responses = Stream
                    .generate(() -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString())).limit(16).toList();

            assertThat(responses).extracting(response -> response.join().statusCode()).containsOnly(200);
            assertThat(responses).anyMatch(response -> response.join().body().length() > MEBIBYTE.length());
            assertOthersAreServed();
        }
    }

    @ParameterizedTest
    @EnumSource
    void boundsTheBytesThatWaitForOneHttp2Connection(Protocol protocol) {
        Vertx vertx = Vertx.vertx();
        try {
            io.vertx.core.http.HttpClient client = vertx
                    .createHttpClient(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2)
                            .setHttp2ClearTextUpgrade(protocol == Protocol.UPGRADE));
            AtomicBoolean closed = new AtomicBoolean();
            for (int stream = 0; stream < 8 && !closed.get(); stream++) {
                var response = client
                        .request(HttpMethod.GET, patientApp.url().getPort(), patientApp.url().getHost(), gather(8))
                        .compose(request -> {
                            request.connection().closeHandler(end -> closed.set(true));
                            return request.putHeader("Accept", "application/json").send();
                        }).onSuccess(unread -> unread.pause());
                await().atMost(TIMEOUT).until(response::isComplete);
                assertOthersAreServed();
            }
            await().atMost(TIMEOUT).untilTrue(closed);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/q/openapi", "/q/swagger-ui/swagger-ui-bundle.js", "gather" })
    void boundsTheBytesThatWaitForPipelinedRequests(String path) throws IOException {
        for (int client = 0; client < 8; client++) {
            Socket socket = request(patientApp, path.equals("gather") ? gather(4) : path, 100);
            await().atMost(TIMEOUT).until(() -> isClosed(socket) || socket.getInputStream().available() > 0);
            assertOthersAreServed();
        }
    }

    @Test
    void servesEveryPipelinedRequest() throws IOException {
        int requests = 1_000;
        Socket socket = request(patientApp, "/api/7", requests);
        Pattern response = Pattern.compile("HTTP/1.1 200 ");
        StringBuilder received = new StringBuilder();
        byte[] buffer = new byte[65_536];
        socket.setSoTimeout((int) TIMEOUT.toMillis());

        while (response.matcher(received).results().count() < requests) {
            int read = socket.getInputStream().read(buffer);
            assertThat(read).isPositive();
            received.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
        }

        assertThat(patientApp.log()).doesNotContain("StackOverflowError");
    }

    @Test
    void servesAClientThatReadsWhileOthersDoNot() throws IOException {
        for (int client = 0; client < 6; client++) {
            Socket socket = request(patientApp, gather(16), 1);
            await().atMost(TIMEOUT).until(() -> socket.getInputStream().available() > 0);
        }

        // Until the response to the last of them is written, its documents leave too little memory for all of these.
        await().atMost(TIMEOUT).untilAsserted(() -> {
            String body = given().accept("application/json").urlEncodingEnabled(false).get(patientApp.url() + gather(16))
                    .then().statusCode(200).extract().asString();

            assertThat(body.length()).isGreaterThan(16 << 20);
            assertThat(body).endsWith("}");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "/q/swagger-ui/swagger-ui-bundle.js", "gather" })
    void closesAConnectionWhoseClientDoesNotRead(String path) throws IOException {
        Socket socket = request(app, path.equals("gather") ? gather(8) : path, path.equals("gather") ? 1 : 20);

        await().atMost(WRITE_TIMEOUT.plus(TIMEOUT)).until(() -> isReset(socket));
    }

    @Test
    void closesAConnectionWhoseClientDoesNotReadEvents() throws IOException {
        Socket socket = request(app, "/lab/runs?users=200&calls=10&delay=0&repeats=5", 1, "text/event-stream");

        await().atMost(WRITE_TIMEOUT.plus(TIMEOUT)).until(() -> isReset(socket));
        await().atMost(TIMEOUT).until(() -> given().accept("application/json")
                .get(app.url() + "/lab/runs?users=1&calls=1&delay=0").statusCode() == 200);
    }

    @Test
    void keepsAConnectionWhoseClientReadsSlowly() throws IOException {
        Socket socket = request(app, gather(8), 1);
        AtomicInteger read = new AtomicInteger();

        await().pollInterval(READ_INTERVAL).atMost(TIMEOUT).until(
                () -> read.addAndGet(socket.getInputStream().readNBytes(BYTES_PER_READ).length) == 16 * BYTES_PER_READ);
    }

    private static void assertOthersAreServed() {
        for (String path : List.of("/hello", "/", "/api/7")) {
            when().get(patientApp.url().resolve(path)).then().statusCode(200);
        }
        for (String path : List.of("/q/health/live", "/q/health/ready")) {
            when().get(patientApp.managementUrl().resolve(path)).then().statusCode(200);
        }
        assertThat(pendingBytes(patientApp)).isLessThan(HEAP * 3 / 4);
        assertThat(patientApp.log()).doesNotContain("java.lang.OutOfMemoryError").doesNotContain("\"ERROR\"");
    }

    private static double pendingBytes(PackagedApp app) {
        Matcher metric = PENDING_BYTES.matcher(when().get(app.managementUrl().resolve("/q/metrics")).asString());
        assertThat(metric.find()).isTrue();
        return Double.parseDouble(metric.group(1));
    }

    private static String gather(int documents) {
        return "/gather?" + IntStream.range(0, documents).mapToObj(number -> "url=" + UPSTREAM.origin() + "/" + number)
                .collect(joining("&"));
    }

    private Socket request(PackagedApp app, String path, int times) throws IOException {
        return request(app, path, times, "application/json, */*;q=0.1");
    }

    private Socket request(PackagedApp app, String path, int times, String accept) throws IOException {
        URI url = app.url();
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        socket.getOutputStream().write("GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\n\r\n".formatted(path, accept)
                .repeat(times).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    // A write shows a reset although the socket has unread bytes.
    private static boolean isReset(Socket socket) {
        try {
            socket.getOutputStream().write('\n');
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().available() < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
