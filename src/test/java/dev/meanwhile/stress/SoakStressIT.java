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
import dev.meanwhile.stress.TestHttpClient.Answer;

/** Mixed load on all routes for the time given by {@code stress.duration}, such as {@code 30m}. */
class SoakStressIT {

    private static final Duration DURATION = Duration.parse("PT" + System.getProperty("stress.duration", "1m"));
    private static final String RUN = "/lab/runs?users=5&calls=2&delay=20ms";

    @Test
    void holdsOnToNothing() throws InterruptedException {
        try (PackagedApp app = PackagedApp.start()) {
            warmUp(app);
            ProcessSnapshot before = ProcessSnapshot.of(app);

            Histogram millis = soak(app, DURATION.toSeconds());

            ProcessSnapshot after = ProcessSnapshot.returnedTo(before, app);
            assertThat(app.log()).doesNotContain("\"level\":\"ERROR\"");
            StressReport.record("Mixed load, refusals and runs of the lab included", "%,d requests in %d s",
                    "nothing: p99 %d ms; before %s, after %s", millis.getTotalCount(), DURATION.toSeconds(),
                    millis.getValueAtPercentile(99), before, after);
        }
    }

    private static void warmUp(PackagedApp app) {
        try (TestHttpClient visitors = new TestHttpClient()) {
            visitors.warmUp(300,
                    Stream.of("/", "/api/7", "/hello", "/greet/you", "/lab", "/nope", "/fetch?url=http://evil.example/",
                            "/gather?url=" + app.address() + "/api/7").map(path -> URI.create(app.address() + path)).toList());
            visitors.warmUp(5, List.of(URI.create(app.address() + RUN)));
        }
    }

    private static Histogram soak(PackagedApp app, long seconds) throws InterruptedException {
        try (TestHttpClient visitors = new TestHttpClient()) {
            String self = app.address().toString();
            List<FixedRateProbe> watches = List.of(
                    visitors.watch(20, URI.create(self), success("Success!")),
                    visitors.watch(40, URI.create(self + "/api/7"), success("\"data\":\"7\"")),
                    visitors.watch(10, URI.create(self + "/hello"), success("Hello, World!")),
                    visitors.watch(10, URI.create(self + "/greet/%E7%A6%85"), success("禅")),
                    visitors.watch(10, URI.create(self + "/fetch?url=" + self + "/api/7"), success("\"data\":\"7\"")),
                    visitors.watch(5, URI.create(self + "/gather?url=" + self + "/api/7&url=" + self + "/api/8"),
                            success("\"data\":\"8\"")),
                    visitors.watch(5, URI.create(self + "/lab"), success("<form")),
                    visitors.watch(5, URI.create(self + "/api/seven"), refusal(404)),
                    visitors.watch(5, URI.create(self + "/fetch?url=http://evil.example/"), refusal(403)),
                    FixedRateProbe.every(Duration.ofSeconds(5), () -> visitors
                            .get(URI.create(self + RUN)).thenAccept(success("event:done"))));
            TimeUnit.SECONDS.sleep(seconds);
            return watches.stream().map(FixedRateProbe::end).reduce(new Histogram(3), SoakStressIT::sum);
        }
    }

    private static Consumer<Answer> refusal(int status) {
        return answer -> assertThat(answer.status()).isEqualTo(status);
    }

    private static Histogram sum(Histogram one, Histogram other) {
        one.add(other);
        return one;
    }
}
