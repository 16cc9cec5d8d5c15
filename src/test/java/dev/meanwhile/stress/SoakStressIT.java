package dev.meanwhile.stress;

import static dev.meanwhile.stress.TestHttpClient.success;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import dev.meanwhile.FixedRateProbe;
import dev.meanwhile.PackagedApp;
import dev.meanwhile.stress.TestHttpClient.Response;

/** Mixed load on all routes for the time given by {@code stress.duration}, such as {@code 30m}. */
class SoakStressIT {

    private static final Duration DURATION = Duration.parse("PT" + System.getProperty("stress.duration", "1m"));
    private static final String LAB_RUN = "/lab/runs?users=5&calls=2&delay=20ms";

    @Test
    void mixedLoadLeavesNoResourcesInUse() throws InterruptedException {
        try (PackagedApp app = PackagedApp.start()) {
            warmUp(app);
            ProcessSnapshot before = ProcessSnapshot.of(app);

            Histogram millis = soak(app, DURATION.toSeconds());

            ProcessSnapshot after = ProcessSnapshot.awaitReturnTo(before, app);
            assertThat(app.log()).doesNotContain("\"level\":\"ERROR\"");
            StressReport.record("Mixed load with rejected requests and runs of the lab", "%,d requests in %d s",
                    "no failure; p99 %d ms; before %s; after %s", millis.getTotalCount(), DURATION.toSeconds(),
                    millis.getValueAtPercentile(99), before, after);
        }
    }

    private static void warmUp(PackagedApp app) {
        try (TestHttpClient client = new TestHttpClient()) {
            client.warmUp(300,
                    Stream.of("/", "/api/7", "/hello", "/greet/you", "/lab", "/nope", "/fetch?url=http://evil.example/",
                            "/gather?url=" + app.url() + "/api/7").map(path -> URI.create(app.url() + path)).toList());
            client.warmUp(5, List.of(URI.create(app.url() + LAB_RUN)));
        }
    }

    private static Histogram soak(PackagedApp app, long seconds) throws InterruptedException {
        try (TestHttpClient client = new TestHttpClient()) {
            String self = app.url().toString();
            List<FixedRateProbe> probes = List.of(
                    client.probe(20, URI.create(self), success("Success!")),
                    client.probe(40, URI.create(self + "/api/7"), success("\"data\":\"7\"")),
                    client.probe(10, URI.create(self + "/hello"), success("Hello, World!")),
                    client.probe(10, URI.create(self + "/greet/%E7%A6%85"), success("禅")),
                    client.probe(10, URI.create(self + "/fetch?url=" + self + "/api/7"), success("\"data\":\"7\"")),
                    client.probe(5, URI.create(self + "/gather?url=" + self + "/api/7&url=" + self + "/api/8"),
                            success("\"data\":\"8\"")),
                    client.probe(5, URI.create(self + "/lab"), success("<form")),
                    client.probe(5, URI.create(self + "/api/seven"), rejection(404)),
                    client.probe(5, URI.create(self + "/fetch?url=http://evil.example/"), rejection(403)),
                    FixedRateProbe.every(Duration.ofSeconds(5), () -> client
                            .get(URI.create(self + LAB_RUN)).thenAccept(success("event:done"))));
            TimeUnit.SECONDS.sleep(seconds);
            return probes.stream().map(FixedRateProbe::end).reduce(new Histogram(3), SoakStressIT::sum);
        }
    }

    private static Consumer<Response> rejection(int status) {
        return response -> assertThat(response.status()).isEqualTo(status);
    }

    private static Histogram sum(Histogram one, Histogram other) {
        one.add(other);
        return one;
    }
}
