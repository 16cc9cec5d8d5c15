package dev.meanwhile.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.meanwhile.PackagedApp;

/** What is left of the app when the system gives it no further file or connection. */
class OutOfFilesStressIT {

    private static final int LIMIT = 400;
    private static final int TIMES = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final String REQUEST = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Test
    void servesWhomItHasAndThenEverybodyAgain() {
        try (PackagedApp app = PackagedApp.startLimitedTo(LIMIT);
                RawConnection earlier = new RawConnection(app.address())) {
            assertThat(isHealthy(app)).isTrue();
            assertThat(ask(earlier, "/hello")).containsExactly(200);
            ProcessSnapshot before = ProcessSnapshot.of(app);

            for (int time = 1; time <= TIMES; time++) {
                int refused = refusals(app);
                List<RawConnection> crowd = Stream.generate(() -> new RawConnection(app.address())).limit(2 * LIMIT).toList();
                await().atMost(TIMEOUT).until(() -> refusals(app) > refused);

                assertThat(ask(earlier, "/hello")).hasSize(2 * time).containsOnly(200);
                crowd.forEach(RawConnection::close);
                await().atMost(TIMEOUT).until(() -> isHealthy(app));
                assertThat(ask(earlier, "/hello")).hasSize(2 * time + 1).containsOnly(200);
            }
            ProcessSnapshot after = ProcessSnapshot.returnedTo(before, app);
            StressReport.record("Out of file descriptors, at a limit of 400", "%d times",
                    "those connected were answered, and everybody again within %d s, without a restart; %s", TIMES,
                    TIMEOUT.toSeconds(), after);
        }
    }

    /** @return the statuses of all answers on this connection so far */
    private static List<Integer> ask(RawConnection connection, String path) {
        assertThat(connection.send(REQUEST.formatted(path))).isTrue();
        return connection.answers(TIMEOUT);
    }

    private static int refusals(PackagedApp app) {
        return app.log().split("Too many open files", -1).length;
    }

    private static boolean isHealthy(PackagedApp app) {
        try (TestHttpClient visitors = new TestHttpClient()) {
            return Stream.of("/", "/hello", "/fetch?url=" + app.address() + "/api/7")
                    .map(path -> URI.create(app.address() + path))
                    .allMatch(address -> visitors.get(address).handle((answer, failure) -> failure == null
                            && answer.status() == 200).join());
        }
    }
}
