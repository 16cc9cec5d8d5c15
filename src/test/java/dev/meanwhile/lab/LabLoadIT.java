package dev.meanwhile.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import dev.meanwhile.PackagedApp;

/** What everybody else notices of a run, on a JVM that no longer compiles everything it does. */
class LabLoadIT {

    private static final String HEAVIEST = "/lab/runs?users=200&calls=10&delay=100ms&threads=200&repeats=5";
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    // the machine that tests may stall, but not in each of three runs
    @Test
    void answersOthersWhileTheHeaviestRunPlays() {
        try (PackagedApp app = PackagedApp.start()) {
            get(app, HEAVIEST).join();
            long p99 = Long.MAX_VALUE;
            for (int run = 0; run < 3 && p99 >= 250; run++) {
                p99 = p99OfOthersDuringARun(app);
            }
            assertThat(p99).isLessThan(250);
        }
    }

    private static long p99OfOthersDuringARun(PackagedApp app) {
        Histogram millis = new Histogram(3);
        CompletableFuture<HttpResponse<String>> run = get(app, HEAVIEST);
        await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofMinutes(3)).until(() -> {
            long asked = System.nanoTime();
            assertThat(get(app, "/api/7").join().statusCode()).isEqualTo(200);
            // as if it had been asked every 20 ms while an answer was late
            millis.recordValueWithExpectedInterval(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked), 20);
            return run.isDone();
        });
        assertThat(run.join().body()).contains("event:done").doesNotContain("\"outcome\":\"broken\"");
        assertThat(millis.getTotalCount()).isGreaterThan(200);
        return millis.getValueAtPercentile(99);
    }

    private static CompletableFuture<HttpResponse<String>> get(PackagedApp app, String path) {
        return CLIENT.sendAsync(HttpRequest.newBuilder(app.address().resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
