package dev.meanwhile.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import dev.meanwhile.PackagedApp;

/** What everybody else notices of a run, on a JVM that no longer compiles everything it does. */
class LabLoadIT {

    private static final String HEAVIEST = "/lab/runs?users=200&calls=10&delay=100ms&threads=200&repeats=5";
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final long BOUND_MILLIS = 250;

    @Test
    void answersOthersWhileTheHeaviestRunPlays() throws Exception {
        try (PackagedApp app = PackagedApp.start()) {
            List<URI> others = List.of(app.address().resolve("/api/7"), app.management().resolve("/q/health/live"),
                    app.management().resolve("/q/health/ready"));
            run(app).join();

            CompletableFuture<HttpResponse<String>> run = run(app);
            // what nobody is asked for tells how late this machine itself is, for it may stall
            Watch machine = Watch.over(() -> CompletableFuture.completedFuture(true));
            List<Watch> watches = others.stream()
                    .map(other -> Watch.over(() -> get(other).thenApply(answer -> answer.statusCode() == 200))).toList();
            assertThat(run.orTimeout(3, TimeUnit.MINUTES).join().body()).contains("event:done")
                    .doesNotContain("\"outcome\":\"broken\"");

            long stalled = machine.p99();
            for (int other = 0; other < others.size(); other++) {
                assertThat(watches.get(other).p99()).as("p99 of %s, where that of the machine alone was %d ms",
                        others.get(other), stalled).isLessThan(BOUND_MILLIS + stalled);
            }
        }
    }

    private static CompletableFuture<HttpResponse<String>> run(PackagedApp app) {
        return get(app.address().resolve(HEAVIEST));
    }

    private static CompletableFuture<HttpResponse<String>> get(URI uri) {
        return CLIENT.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Asks every 20 ms, whether or not there was an answer before, and measures from when it was due to ask. */
    private static final class Watch {

        private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(20);
        private static final int LEAST = 200;

        private final Histogram millis = new ConcurrentHistogram(3);
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private final Queue<CompletableFuture<Void>> answers = new ConcurrentLinkedQueue<>();
        private long due = System.nanoTime();

        static Watch over(Supplier<CompletableFuture<Boolean>> ask) {
            Watch watch = new Watch();
            watch.thread.scheduleAtFixedRate(() -> watch.measure(ask), 0, INTERVAL, TimeUnit.NANOSECONDS);
            return watch;
        }

        private void measure(Supplier<CompletableFuture<Boolean>> ask) {
            long asked = due;
            due += INTERVAL;
            answers.add(ask.get().thenAccept(succeeded -> {
                assertThat(succeeded).isTrue();
                millis.recordValue(TimeUnit.NANOSECONDS.toMillis(Math.max(0, System.nanoTime() - asked)));
            }));
        }

        /** Ends it, when every answer is there. */
        long p99() throws InterruptedException {
            thread.shutdown();
            assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).orTimeout(10, TimeUnit.SECONDS).join();
            assertThat(millis.getTotalCount()).isGreaterThan(LEAST);
            return millis.getValueAtPercentile(99);
        }
    }
}
