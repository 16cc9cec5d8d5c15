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
import dev.meanwhile.stress.TestHttpClient.Answer;

/** What everybody else notices of an upstream that breaks every rule, under load. */
class FaultyUpstreamStressIT {

    private static final long SECONDS = 5;
    private static final long BOUND_MILLIS = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final StubUpstream HEALTHY = new StubUpstream();
    private static FaultyUpstream faulty;
    private static PackagedApp app;
    private static ProcessSnapshot before;
    private static final Histogram HEALTHY_MILLIS = new Histogram(3);
    private static long needingIt;

    @BeforeAll
    static void start() {
        HEALTHY.start();
        faulty = new FaultyUpstream();
        app = PackagedApp.start("quarkus.rest-client.number-api.url=" + faulty.origin(),
                "meanwhile.fetch.allowed-origins=" + faulty.origin() + "," + HEALTHY.origin());
        warmUp(Fault.NONE, 200);
        warmUp(Fault.RESETS, 50);
        warmUp(Fault.DRIPS, 2);
        before = ProcessSnapshot.of(app);
    }

    private static void warmUp(Fault fault, int times) {
        faulty.behave(fault);
        try (TestHttpClient visitors = new TestHttpClient()) {
            visitors.warmUp(times, List.of(app.address(), app.address().resolve("/api/7"), fetch(faulty.origin(), 8),
                    fetch(HEALTHY.origin(), 7)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void disturbsNobodyElse(Fault fault) throws InterruptedException {
        faulty.behave(fault);
        long others = load();

        assertThat(others).as("p99 of everybody else in ms").isLessThan(BOUND_MILLIS);
        recovers();
    }

    @Test
    void vanishesAndComesBack() throws InterruptedException {
        faulty.vanish();
        long others = load();
        faulty.comeBack();

        assertThat(others).as("p99 of everybody else in ms").isLessThan(BOUND_MILLIS);
        recovers();
    }

    /** @return the 99th percentile of what is healthy, above that of a machine which only looks at its clock */
    private static long load() throws InterruptedException {
        try (TestHttpClient visitors = new TestHttpClient()) {
            FixedRateProbe machine = FixedRateProbe.every(Duration.ofMillis(20), () -> CompletableFuture.completedFuture(true));
            List<FixedRateProbe> healthy = List.of(
                    visitors.watch(50, app.address().resolve("/api/7"), success("\"data\":\"7\"")),
                    visitors.watch(50, app.address().resolve("/hello"), success("Hello, World!")),
                    visitors.watch(25, fetch(HEALTHY.origin(), 7), success("\"data\":\"7\"")));
            List<FixedRateProbe> broken = List.of(
                    visitors.watch(10, app.address(), FaultyUpstreamStressIT::isUnderstood),
                    visitors.watch(5, fetch(faulty.origin(), 8), FaultyUpstreamStressIT::isUnderstood),
                    visitors.watch(2, URI.create(app.address() + "/gather?url=" + faulty.origin() + "/api/9&url="
                            + HEALTHY.origin() + "/api/7"), FaultyUpstreamStressIT::hasTheHealthyPart));
            TimeUnit.SECONDS.sleep(SECONDS);
            for (FixedRateProbe watch : broken) {
                needingIt += watch.end().getTotalCount();
            }
            Histogram millis = new Histogram(3);
            for (FixedRateProbe watch : healthy) {
                millis.add(watch.end());
            }
            HEALTHY_MILLIS.add(millis);
            return millis.getValueAtPercentile(99) - machine.end().getValueAtPercentile(99);
        }
    }

    private static URI fetch(String origin, int number) {
        return URI.create(app.address() + "/fetch?url=" + origin + "/api/" + number);
    }

    private static void isUnderstood(Answer answer) {
        assertThat(answer.status()).isIn(200, 502, 503, 504);
        assertThat(answer.body()).doesNotContain(FaultyUpstream.OF_OTHERS);
    }

    private static void hasTheHealthyPart(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"data\":{\"success\":true,\"message\":\"\",\"data\":\"7\"}")
                .doesNotContain(FaultyUpstream.OF_OTHERS);
    }

    private static void recovers() {
        faulty.behave(Fault.NONE);
        try (TestHttpClient visitors = new TestHttpClient()) {
            await().atMost(TIMEOUT).untilAsserted(() -> {
                assertThat(visitors.get(app.address()).join().status()).isEqualTo(200);
                assertThat(visitors.get(fetch(faulty.origin(), 8)).join().status()).isEqualTo(200);
            });
        }
        ProcessSnapshot.returnedTo(before, app);
        // what Vert.x says where a connection is reset in the very moment of its answer
        assertThat(app.log().lines()).filteredOn(line -> !line.contains("Result is already complete"))
                .noneMatch(line -> line.contains("\"level\":\"ERROR\""));
    }

    @AfterAll
    static void stop() {
        app.close();
        faulty.close();
        HEALTHY.stop();
        StressReport.record(
                "An upstream that resets, drips, never answers, lies about its length, answers twice or with other people's "
                        + "bytes, vanishes and comes back, each under load",
                "%,d requests that need it beside %,d that do not",
                "nothing: the others all answered, p99 %d ms; threads, files and heap back where they were",
                needingIt, HEALTHY_MILLIS.getTotalCount(), HEALTHY_MILLIS.getValueAtPercentile(99));
    }
}
