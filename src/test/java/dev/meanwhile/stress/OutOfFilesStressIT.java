package dev.meanwhile.stress;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.meanwhile.PackagedApp;

/**
 * Opens more connections than the app has file descriptors for; existing connections and the management port must still be
 * served.
 */
class OutOfFilesStressIT {

    private static final int LIMIT = 400;
    private static final int TIMES = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final String REQUEST = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Test
    void servesExistingConnectionsAndManagementWhileConnectionsAreExhausted() {
        try (PackagedApp app = PackagedApp.startWithOpenFileLimit(LIMIT);
                RawConnection existing = new RawConnection(app.url())) {
            assertThat(isHealthy(app)).isTrue();
            assertThat(request(existing, "/hello")).containsExactly(200);
            ProcessSnapshot before = ProcessSnapshot.of(app);

            for (int time = 1; time <= TIMES; time++) {
                List<RawConnection> excess = Stream.generate(() -> new RawConnection(app.url())).limit(2 * LIMIT).toList();
                await().atMost(TIMEOUT).until(() -> app.log().contains("New connections are closed, because "));

                assertThat(request(existing, "/hello")).hasSize(2 * time).containsOnly(200);
                for (String path : List.of("/q/health/live", "/q/health/ready", "/q/metrics")) {
                    given().get(app.managementUrl().resolve(path)).then().statusCode(200);
                }
                excess.forEach(RawConnection::close);
                await().atMost(TIMEOUT).until(() -> isHealthy(app));
                assertThat(request(existing, "/hello")).hasSize(2 * time + 1).containsOnly(200);
            }
            // One line for the lower limit at startup, and one per minute.
            assertThat(app.log().lines().filter(line -> line.contains("\"level\":\"WARN\"") && line.contains("onnections")))
                    .hasSizeBetween(2, 3);
            assertThat(app.log()).doesNotContain("Too many open files", "exceptionCaught", "\"level\":\"ERROR\"");
            ProcessSnapshot after = ProcessSnapshot.awaitReturnTo(before, app);
            StressReport.record("More connections than file descriptors, limit 400", "%d times",
                    "connected clients and management were served; new ones within %d s, without a restart; %s", TIMES,
                    TIMEOUT.toSeconds(), after);
        }
    }

    /** @return the statuses of all responses on this connection so far */
    private static List<Integer> request(RawConnection connection, String path) {
        assertThat(connection.send(REQUEST.formatted(path))).isTrue();
        return connection.readStatuses(TIMEOUT);
    }

    private static boolean isHealthy(PackagedApp app) {
        try (TestHttpClient client = new TestHttpClient()) {
            return Stream.of("/", "/hello", "/fetch?url=" + app.url() + "/api/7")
                    .map(path -> URI.create(app.url() + path))
                    .allMatch(url -> client.get(url).handle((response, failure) -> failure == null
                            && response.status() == 200).join());
        }
    }
}
