package dev.meanwhile.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.meanwhile.PackagedApp;

/** Opens more connections than the app has file descriptors for; existing connections must still be served. */
class OutOfFilesStressIT {

    private static final int LIMIT = 400;
    private static final int TIMES = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final String REQUEST = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Test
    void recoversFromFileDescriptorExhaustion() {
        try (PackagedApp app = PackagedApp.startWithOpenFileLimit(LIMIT);
                RawConnection existing = new RawConnection(app.url())) {
            assertThat(isHealthy(app)).isTrue();
            assertThat(request(existing, "/hello")).containsExactly(200);
            ProcessSnapshot before = ProcessSnapshot.of(app);

            for (int time = 1; time <= TIMES; time++) {
                int errors = tooManyOpenFilesErrors(app);
                List<RawConnection> excess = Stream.generate(() -> new RawConnection(app.url())).limit(2 * LIMIT).toList();
                await().atMost(TIMEOUT).until(() -> tooManyOpenFilesErrors(app) > errors);

                assertThat(request(existing, "/hello")).hasSize(2 * time).containsOnly(200);
                excess.forEach(RawConnection::close);
                await().atMost(TIMEOUT).until(() -> isHealthy(app));
                assertThat(request(existing, "/hello")).hasSize(2 * time + 1).containsOnly(200);
            }
            ProcessSnapshot after = ProcessSnapshot.awaitReturnTo(before, app);
            StressReport.record("Out of file descriptors, limit 400", "%d times",
                    "connected clients were served; new ones within %d s, without a restart; %s", TIMES,
                    TIMEOUT.toSeconds(), after);
        }
    }

    /** @return the statuses of all responses on this connection so far */
    private static List<Integer> request(RawConnection connection, String path) {
        assertThat(connection.send(REQUEST.formatted(path))).isTrue();
        return connection.readStatuses(TIMEOUT);
    }

    private static int tooManyOpenFilesErrors(PackagedApp app) {
        return app.log().split("Too many open files", -1).length;
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
