package dev.meanwhile.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.PackagedApp;
import dev.meanwhile.stress.Http2Connection;

/** Tests the limit of cancelled HTTP/2 requests of a client, with addresses of the loopback interface as on Linux. */
class Http2CancellationsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PERIOD = Duration.ofSeconds(3);
    private static final int PER_CONNECTION = 20;
    private static final int LIMIT = 10 * PER_CONNECTION;

    private static PackagedApp app;

    @BeforeAll
    static void start() {
        app = PackagedApp.start("quarkus.http.limits.rst-flood-max-rst-frame-per-window=" + PER_CONNECTION,
                "quarkus.http.limits.rst-flood-window-duration=" + PERIOD);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void refusesAClientThatCancelsTooManyRequestsUntilThePeriodEnds(boolean resets) throws IOException {
        InetAddress client = address(resets ? 2 : 3);
        // Each connection is below the limit of one connection.
        int requests = PER_CONNECTION - 5;
        for (int cancelled = 0; cancelled <= 2 * LIMIT; cancelled += requests) {
            try (Http2Connection connection = new Http2Connection(app.url(), TIMEOUT, client)) {
                if (resets) {
                    connection.sendCancelledRequests(requests, "/lab/upstream/7?delay=1s");
                } else {
                    connection.sendRequests(requests, "/lab/upstream/7?delay=1s");
                }
            } catch (UncheckedIOException e) {
                // The server has closed this connection.
            }
        }

        await().until(() -> isRefused(client));
        assertThat(status(address(4))).isEqualTo(200);
        await().atMost(PERIOD.plus(TIMEOUT)).until(() -> !isRefused(client));
    }

    @Test
    void servesAClientWithFewerCancelledRequests() throws IOException {
        InetAddress client = address(5);
        List<Http2Connection> connections = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Http2Connection connection = new Http2Connection(app.url(), TIMEOUT, client);
            connection.sendCancelledRequests(PER_CONNECTION - 5, "/hello");
            connections.add(connection);
        }
        for (Http2Connection connection : connections) {
            assertThat(status(connection)).isEqualTo(200);
            connection.close();
        }
    }

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] { 127, 0, 0, (byte) last });
    }

    private static boolean isRefused(InetAddress client) throws IOException {
        try {
            return status(client) != 200;
        } catch (EOFException | SocketException | UncheckedIOException e) {
            // The server has closed the connection.
            return true;
        }
    }

    private static int status(InetAddress client) throws IOException {
        try (Http2Connection connection = new Http2Connection(app.url(), TIMEOUT, client)) {
            return status(connection);
        }
    }

    private static int status(Http2Connection connection) throws IOException {
        return connection.readResponse(connection.sendHeaders(true, ":method", "GET", ":scheme", "http", ":path", "/hello",
                ":authority", "localhost")).status();
    }
}
