package dev.meanwhile.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.FixedRateProbe;
import dev.meanwhile.PackagedApp;
import dev.meanwhile.StubUpstream;

/** Tests that the largest run and the one with the most work do not slow other requests down, on a JVM that is warm. */
class LabLoadStressIT {

    private static final String LARGEST_RUN = "/lab/runs?users=200&calls=10&delay=100ms&threads=200&repeats=5";
    // half a second of processor time in each repeat of each mode, which the event loops spend in mode reactive
    private static final String BUSIEST_RUN = "/lab/runs?users=25&calls=1&delay=50ms&work=20ms&threads=200&repeats=5";
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final int MIN_REQUESTS = 200;
    // half of quarkus.kubernetes.readiness-probe.timeout; 2,000 concurrent calls queue at the event loops
    private static final long BOUND_MILLIS = 1_000;
    private static final StubUpstream REFERENCE = new StubUpstream();

    @BeforeAll
    static void start() {
        REFERENCE.start();
    }

    @AfterAll
    static void stop() {
        REFERENCE.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = { LARGEST_RUN, BUSIEST_RUN })
    void otherRequestsStayFastDuringARun(String query) throws Exception {
        try (PackagedApp app = PackagedApp.start()) {
            List<URI> others = List.of(app.url().resolve("/api/7"), app.managementUrl().resolve("/q/health/live"),
                    app.managementUrl().resolve("/q/health/ready"));
            run(app, query).join();

            CompletableFuture<HttpResponse<String>> run = run(app, query);
            // an idle server shows how late responses are because of this machine
            FixedRateProbe reference = watch(URI.create(REFERENCE.origin() + "/api/7"));
            List<FixedRateProbe> watches = others.stream().map(LabLoadStressIT::watch).toList();
            assertThat(run.orTimeout(3, TimeUnit.MINUTES).join().body()).contains("event:done")
                    .doesNotContain("\"outcome\":\"broken\"");

            long referenceMillis = reference.end().getValueAtPercentile(99);
            StringJoiner p99 = new StringJoiner(", ");
            for (int other = 0; other < others.size(); other++) {
                Histogram millis = watches.get(other).end();
                assertThat(millis.getTotalCount()).isGreaterThan(MIN_REQUESTS);
                assertThat(millis.getValueAtPercentile(99)).as("p99 of %s, where that of the reference was %d ms",
                        others.get(other), referenceMillis).isLessThan(BOUND_MILLIS + referenceMillis);
                p99.add(others.get(other).getPath() + " " + millis.getValueAtPercentile(99) + " ms");
            }
            StressReport.record("Other requests during `%s`", "1 run", "p99 %s; of an idle server %d ms", query, p99,
                    referenceMillis);
        }
    }

    private static FixedRateProbe watch(URI uri) {
        return FixedRateProbe.every(INTERVAL,
                () -> get(uri).thenAccept(response -> assertThat(response.statusCode()).isEqualTo(200)));
    }

    private static CompletableFuture<HttpResponse<String>> run(PackagedApp app, String query) {
        return get(app.url().resolve(query));
    }

    private static CompletableFuture<HttpResponse<String>> get(URI uri) {
        return CLIENT.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
