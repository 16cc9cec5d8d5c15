package dev.meanwhile.http.timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.PackagedApp;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;

/** Clients that are idle or slow. The tests run at the same time, because they do little more than wait. */
class ConnectionTimeoutsIT {

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration TOLERANCE = Duration.ofSeconds(3);
    private static final Duration DRIP_INTERVAL = Duration.ofMillis(200);

    private static PackagedApp app;

    @BeforeAll
    static void start() {
        app = PackagedApp.start("meanwhile.http.idle-timeout=" + IDLE_TIMEOUT.toMillis() + "ms",
                "meanwhile.http.request-timeout=" + REQUEST_TIMEOUT.toMillis() + "ms");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(strings = { "", "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n" })
    void closesAnIdleConnection(String before) throws IOException {
        for (URI address : new URI[] { app.url(), app.managementUrl() }) {
            try (Socket socket = connect(address, before)) {
                await().atMost(IDLE_TIMEOUT.plus(TOLERANCE)).until(() -> isClosed(socket));
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(strings = {
            "G",
            "GET /hello HTTP/1.1\r\nX-Drip: ",
            "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\nGET /hello HTTP/1.1\r\nX-Drip: ",
            "GET /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n",
            "POST /api/7 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n",
            "POST /api/7 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" })
    void closesAConnectionWithASlowRequest(String before) throws IOException {
        try (Socket socket = connect(app.url(), before)) {
            await().pollInterval(DRIP_INTERVAL).atMost(IDLE_TIMEOUT.plus(TOLERANCE)).until(() -> isClosedWhileDripping(socket));
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void closesAConnectionWithASlowHttp2Body() {
        Vertx vertx = Vertx.vertx();
        try {
            HttpClientRequest request = vertx.createHttpClient(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false))
                    .request(HttpMethod.POST, app.url().getPort(), "localhost", "/lab/upstream/7?delay=4s")
                    .toCompletionStage().toCompletableFuture().join();
            AtomicBoolean isClosed = new AtomicBoolean();
            request.connection().closeHandler(closed -> isClosed.set(true));
            request.setChunked(true);

            await().pollInterval(DRIP_INTERVAL).atMost(IDLE_TIMEOUT.plus(TOLERANCE)).until(() -> {
                request.write("x");
                return isClosed.get();
            });
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    // One version after the other, because an instance executes only one run of the lab at a time.
    @ParameterizedTest
    @EnumSource(Version.class)
    void keepsAConnectionWithAPendingResponse(Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        for (String path : new String[] { "/lab/upstream/7?delay=4s", "/lab/runs?users=1&calls=2&delay=2s&modes=sequential" }) {
            assertThat(client.send(HttpRequest.newBuilder(app.url().resolve(path)).header("Accept", "application/json")
                    .build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void keepsAConnectionInUse() throws IOException {
        try (Socket socket = new Socket(app.url().getHost(), app.url().getPort())) {
            await().pollInterval(IDLE_TIMEOUT.dividedBy(2)).during(IDLE_TIMEOUT.multipliedBy(3))
                    .atMost(IDLE_TIMEOUT.multipliedBy(5)).until(() -> {
                        write(socket, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
                        StringBuilder response = new StringBuilder();
                        for (int read = 0; read >= 0 && !response.toString().endsWith("Hello, World!");) {
                            read = socket.getInputStream().read();
                            response.append((char) read);
                        }
                        return response.toString().startsWith("HTTP/1.1 200");
                    });
        }
    }

    private static Socket connect(URI address, String before) throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(100);
        write(socket, before);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isClosedWhileDripping(Socket socket) {
        try {
            write(socket, "x");
        } catch (IOException e) {
            return true;
        }
        return isClosed(socket);
    }

    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read(new byte[4_096]) < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
