package dev.meanwhile.stress;

import static dev.meanwhile.stress.TestHttpClient.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import dev.meanwhile.FixedRateProbe;
import dev.meanwhile.PackagedApp;

/** Measures the effect of 1,000 idle connections on other requests and on the resources of the app. */
class IdleConnectionsStressIT {

    private static final int IDLE = 1_000;
    private static final long SECONDS = 10;
    private static final long BOUND_MILLIS = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String REQUEST = "GET /hello HTTP/1.1\r\nHost: localhost\r\n";

    @Test
    void idleConnectionsUseNoThreadsAndCanBeReused() throws InterruptedException {
        try (PackagedApp app = PackagedApp.start()) {
            try (TestHttpClient client = new TestHttpClient()) {
                client.warmUp(300, List.of(app.url(), app.url().resolve("/api/7")));
            }
            long p99Before = load(app);
            ProcessSnapshot before = ProcessSnapshot.of(app);
            List<RawConnection> idle = Stream.generate(() -> new RawConnection(app.url())).limit(IDLE).toList();
            idle.forEach(connection -> assertThat(connection.send(REQUEST + "\r\n")).isTrue());

            // all connections must be accepted before the measurement: a SYN lost by a full accept queue adds a second
            await().atMost(TIMEOUT).until(() -> idle.stream().allMatch(RawConnection::hasUnreadBytes));

            long p99 = load(app);

            assertThat(p99).as("p99 of other requests in ms").isLessThan(BOUND_MILLIS);
            ProcessSnapshot during = ProcessSnapshot.of(app);
            assertThat(during.threads()).isLessThanOrEqualTo(before.threads() + 3);
            idle.forEach(connection -> {
                assertThat(connection.send(REQUEST + "Connection: close\r\n\r\n")).isTrue();
                assertThat(connection.readStatuses(TIMEOUT)).containsExactly(200, 200);
                connection.close();
            });
            ProcessSnapshot after = ProcessSnapshot.awaitReturnTo(before, app);
            StressReport.record("1,000 idle connections beside normal requests", "%d s",
                    "no failure; p99 of the others %d ms, %d ms without the idle connections; during: %s; after: %s",
                    SECONDS, p99, p99Before, during, after);
        }
    }

    private static long load(PackagedApp app) throws InterruptedException {
        try (TestHttpClient client = new TestHttpClient()) {
            FixedRateProbe machine = FixedRateProbe.every(Duration.ofMillis(20), () -> CompletableFuture.completedFuture(true));
            FixedRateProbe api = client.probe(50, app.url().resolve("/api/7"), success("\"data\":\"7\""));
            FixedRateProbe page = client.probe(25, app.url(), success("Success!"));
            TimeUnit.SECONDS.sleep(SECONDS);
            Histogram millis = api.end();
            millis.add(page.end());
            return millis.getValueAtPercentile(99) - machine.end().getValueAtPercentile(99);
        }
    }
}
