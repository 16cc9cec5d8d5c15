package dev.meanwhile.stress;

import static dev.meanwhile.stress.TestHttpClient.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.meanwhile.FixedRateProbe;
import dev.meanwhile.PackagedApp;
import dev.meanwhile.StubUpstream;
import dev.meanwhile.stress.FaultyUpstream.Fault;
import dev.meanwhile.stress.TestHttpClient.Response;

/** Sends load while an upstream violates HTTP; requests that do not need this upstream must not be affected. */
class FaultyUpstreamStressIT {

    private static final long SECONDS = 5;
    private static final long BOUND_MILLIS = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final StubUpstream HEALTHY = new StubUpstream();
    private static FaultyUpstream faulty;
    private static PackagedApp app;
    private static ProcessSnapshot before;
    private static final Histogram HEALTHY_MILLIS = new Histogram(3);
    private static long upstreamRequests;

    @BeforeAll
    static void start() {
        HEALTHY.start();
        faulty = new FaultyUpstream();
        app = PackagedApp.start("quarkus.rest-client.number-api.url=" + faulty.origin(),
                "meanwhile.fetch.allowed-origins=" + faulty.origin() + "," + HEALTHY.origin(),
                // shorter than by default, so that more calls reach the faulty upstream and the recovery takes less time
                "meanwhile.number.circuit-breaker.delay=500ms");
        warmUp(Fault.NONE, 200);
        warmUp(Fault.RESET, 50);
        warmUp(Fault.SLOW_BODY, 2);
        before = ProcessSnapshot.of(app);
    }

    private static void warmUp(Fault fault, int times) {
        faulty.behaveAs(fault);
        try (TestHttpClient client = new TestHttpClient()) {
            client.warmUp(times, List.of(app.url(), app.url().resolve("/api/7"), fetch(faulty.origin(), 8),
                    fetch(HEALTHY.origin(), 7)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherRoutesAreUnaffectedByUpstreamFault(Fault fault) throws InterruptedException {
        faulty.behaveAs(fault);
        long p99 = load();

        assertThat(p99).as("p99 of requests without the faulty upstream in ms").isLessThan(BOUND_MILLIS);
        assertRecovery();
    }

    @Test
    void otherRoutesAreUnaffectedByUpstreamRestart() throws InterruptedException {
        faulty.down();
        long p99 = load();
        faulty.up();

        assertThat(p99).as("p99 of requests without the faulty upstream in ms").isLessThan(BOUND_MILLIS);
        assertRecovery();
    }

    /**
     * Sends requests to healthy and faulty routes for {@value #SECONDS} s.
     *
     * @return the p99 of the healthy routes in milliseconds, minus the p99 of a probe without I/O, which measures stalls of the
     *         machine
     */
    private static long load() throws InterruptedException {
        try (TestHttpClient client = new TestHttpClient()) {
            FixedRateProbe machine = FixedRateProbe.every(Duration.ofMillis(20), () -> CompletableFuture.completedFuture(true));
            List<FixedRateProbe> healthy = List.of(
                    client.probe(50, app.url().resolve("/api/7"), success("\"data\":\"7\"")),
                    client.probe(50, app.url().resolve("/hello"), success("Hello, World!")),
                    client.probe(25, fetch(HEALTHY.origin(), 7), success("\"data\":\"7\"")));
            List<FixedRateProbe> broken = List.of(
                    client.probe(10, app.url(), FaultyUpstreamStressIT::isSuccessOrUpstreamError),
                    client.probe(5, fetch(faulty.origin(), 8), FaultyUpstreamStressIT::isSuccessOrUpstreamError),
                    client.probe(2, URI.create(app.url() + "/gather?url=" + faulty.origin() + "/api/9&url="
                            + HEALTHY.origin() + "/api/7"), FaultyUpstreamStressIT::containsTheHealthyDocument));
            TimeUnit.SECONDS.sleep(SECONDS);
            for (FixedRateProbe probe : broken) {
                upstreamRequests += probe.end().getTotalCount();
            }
            Histogram millis = new Histogram(3);
            for (FixedRateProbe probe : healthy) {
                millis.add(probe.end());
            }
            HEALTHY_MILLIS.add(millis);
            return millis.getValueAtPercentile(99) - machine.end().getValueAtPercentile(99);
        }
    }

    private static URI fetch(String origin, int number) {
        return URI.create(app.url() + "/fetch?url=" + origin + "/api/" + number);
    }

    private static void isSuccessOrUpstreamError(Response response) {
        assertThat(response.status()).isIn(200, 502, 503, 504);
        assertThat(response.body()).doesNotContain(FaultyUpstream.FOREIGN_DATA);
    }

    private static void containsTheHealthyDocument(Response response) {
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).contains("\"data\":{\"success\":true,\"message\":\"\",\"data\":\"7\"}")
                .doesNotContain(FaultyUpstream.FOREIGN_DATA);
    }

    private static void assertRecovery() {
        faulty.behaveAs(Fault.NONE);
        try (TestHttpClient client = new TestHttpClient()) {
            await().atMost(TIMEOUT).untilAsserted(() -> {
                assertThat(client.get(app.url()).join().status()).isEqualTo(200);
                assertThat(client.get(fetch(faulty.origin(), 8)).join().status()).isEqualTo(200);
            });
        }
        ProcessSnapshot.awaitReturnTo(before, app);
        // Vert.x 4.5 logs this as an error when a connection is reset while its response arrives
        assertThat(app.log().lines()).filteredOn(line -> !line.contains("Result is already complete"))
                .noneMatch(line -> line.contains("\"level\":\"ERROR\""));
    }

    @AfterAll
    static void stop() {
        app.close();
        faulty.close();
        HEALTHY.stop();
        StressReport.record(
                "Upstream that resets connections, sends no, slow, truncated or duplicate responses, wrong lengths or foreign "
                        + "bytes, stops and restarts",
                "%,d requests that need it, %,d that do not",
                "all others succeeded, p99 %d ms; threads, files and heap returned to their values before",
                upstreamRequests, HEALTHY_MILLIS.getTotalCount(), HEALTHY_MILLIS.getValueAtPercentile(99));
    }
}
