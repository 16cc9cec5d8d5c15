package dev.meanwhile.stress;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.meanwhile.PackagedApp;

/**
 * One client sends more than the heap of the image, 90 MB, can hold. The process must not end, and must serve others
 * afterwards.
 */
class HttpFloodStressIT {

    private static final String IMAGE_OPTIONS = "-Xmx90m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError";
    private static final Duration DURATION = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final String SLOW = "/lab/upstream/7?delay=4s";

    private PackagedApp app;

    @BeforeEach
    void start() {
        app = PackagedApp.startWithJvmOptions(IMAGE_OPTIONS);
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void survivesManyHttp2StreamsWithLargeHeaders() {
        String header = "y".repeat(7_000);
        List<Http2Connection> connections = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Http2Connection connection = new Http2Connection(app.url(), TIMEOUT);
            connections.add(connection);
            try {
                for (int stream = 0; stream < 1_000; stream++) {
                    connection.sendHeaders(true, ":method", "GET", ":scheme", "http", ":path", SLOW, ":authority", "localhost",
                            "x-fill", header);
                }
            } catch (UncheckedIOException e) {
                // The server has closed this connection.
            }
        }
        assertRecovers();
        connections.forEach(Http2Connection::close);
        StressReport.record("20 HTTP/2 connections with 1,000 streams of 7 KB of headers, heap of 90 MB", "1 time",
                "the process serves others within %d s", RECOVERY.toSeconds());
    }

    @Test
    void survivesRapidResetsWithReconnects() throws InterruptedException {
        AtomicInteger connections = new AtomicInteger();
        long end = System.nanoTime() + DURATION.toNanos();
        int clients = 3;
        ExecutorService executor = Executors.newFixedThreadPool(clients);
        for (int i = 0; i < clients; i++) {
            boolean resets = i > 0;
            executor.submit(() -> {
                while (System.nanoTime() < end) {
                    try (Http2Connection connection = new Http2Connection(app.url(), TIMEOUT)) {
                        // Below the limits of one connection: 200 resets, 100 requests in progress.
                        if (resets) {
                            connection.sendCancelledRequests(150, "/");
                        } else {
                            connection.sendRequests(99, "/");
                        }
                        connections.incrementAndGet();
                    } catch (UncheckedIOException e) {
                        // The server has closed this connection.
                    }
                }
            });
        }
        executor.shutdown();
        int probes = 0;
        while (System.nanoTime() < end) {
            await().atMost(TIMEOUT).until(() -> isOk(app.managementUrl().resolve("/q/health/live")));
            probes++;
        }
        assertThat(executor.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertRecovers();
        StressReport.record("Rapid reset with reconnects, heap of 90 MB", "%,d connections with 99 or 150 cancelled requests",
                "%d responses of the liveness probe; the process serves others within %d s", connections.get(), probes,
                RECOVERY.toSeconds());
    }

    @Test
    void survivesManyConnectionsWithLargeHeaders() {
        String request = "GET " + SLOW + " HTTP/1.1\r\nHost: localhost\r\nX-Fill: " + "y".repeat(15_000) + "\r\n\r\n";
        List<RawConnection> connections = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            connections.add(new RawConnection(app.url()));
        }
        connections.forEach(connection -> connection.send(request));
        assertRecovers();
        connections.forEach(RawConnection::close);
        StressReport.record("2,000 connections with 15 KB of headers, heap of 90 MB", "1 time",
                "the process serves others within %d s", RECOVERY.toSeconds());
    }

    @Test
    void survivesManyUnfinishedRequests() {
        String http1 = "GET /hello HTTP/1.1\r\nHost: localhost\r\nX-Fill: " + "y".repeat(30_000);
        List<AutoCloseable> connections = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            RawConnection connection = new RawConnection(app.url());
            connection.send(http1);
            connections.add(connection);
        }
        String header = "y".repeat(15_000);
        for (int i = 0; i < 50; i++) {
            Http2Connection connection = new Http2Connection(app.url(), TIMEOUT);
            connections.add(connection);
            try {
                for (int stream = 0; stream < 99; stream++) {
                    connection.sendHeaders(false, ":method", "GET", ":scheme", "http", ":path", "/hello", ":authority",
                            "localhost", "x-fill", header);
                }
            } catch (UncheckedIOException e) {
                // The server has closed this connection.
            }
        }
        assertRecovers();
        connections.forEach(HttpFloodStressIT::close);
        StressReport.record("2,000 HTTP/1 and 4,950 HTTP/2 requests that do not end, heap of 90 MB", "1 time",
                "the process serves others within %d s", RECOVERY.toSeconds());
    }

    private static void close(AutoCloseable connection) {
        try {
            connection.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRecovers() {
        await().atMost(RECOVERY).ignoreExceptions().until(
                () -> !app.isAlive() || isOk(app.url().resolve("/api/7")) && isOk(app.managementUrl().resolve("/q/health")));
        assertThat(app.isAlive()).as(() -> "alive; log: " + lastLines()).isTrue();
        // the JVM prints its option -XX:+ExitOnOutOfMemoryError
        assertThat(app.log()).doesNotContain("java.lang.OutOfMemoryError");
    }

    private static boolean isOk(URI url) {
        return given().get(url).statusCode() == 200;
    }

    private String lastLines() {
        String log = app.log();
        return log.substring(Math.max(0, log.length() - 1_000));
    }
}
