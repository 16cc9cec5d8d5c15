package dev.meanwhile.stress;

import static java.util.stream.Collectors.summingDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import dev.meanwhile.PackagedApp;

/**
 * Resources that the app holds at one moment.
 *
 * @param heap used heap in bytes, after a full garbage collection
 * @param threads number of live platform threads
 * @param openFiles number of open file descriptors, including sockets
 * @param inFlightCalls number of active fetches plus upstream calls that wait for a connection
 */
record ProcessSnapshot(long heap, long threads, long openFiles, long inFlightCalls) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long MEBIBYTE = 1_048_576;
    private static final long HEAP_NOISE = 6 * MEBIBYTE;
    // the pools of the REST client and of Vert.x do not shrink to their former size
    private static final int THREAD_NOISE = 3;
    private static final int FILE_NOISE = 5;

    static ProcessSnapshot of(PackagedApp app) {
        collectGarbage(app.pid());
        String metrics = get(app.managementUrl().resolve("/q/metrics"));
        return new ProcessSnapshot(sum(metrics, "jvm_memory_used_bytes\\{area=\"heap\".*"),
                sum(metrics, "jvm_threads_live_threads"),
                sum(metrics, "process_files_open_files"),
                sum(metrics, "(http_client_queue_size|meanwhile_fetch_in_flight)(\\{.*)?"));
    }

    private static void collectGarbage(long pid) {
        try {
            int status = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    String.valueOf(pid), "GC.run").redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            assertThat(status).as("jcmd").isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String get(URI url) {
        return CLIENT.sendAsync(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).join().body();
    }

    private static long sum(String metrics, String series) {
        Pattern line = Pattern.compile(series + " [^ ]+");
        return metrics.lines().filter(line.asMatchPredicate())
                .collect(summingDouble(sample -> Double.parseDouble(sample.substring(sample.lastIndexOf(' ')))))
                .longValue();
    }

    /** Waits until the app holds no more resources than {@code before}, apart from noise, and returns that snapshot. */
    static ProcessSnapshot awaitReturnTo(ProcessSnapshot before, PackagedApp app) {
        AtomicReference<ProcessSnapshot> last = new AtomicReference<>();
        await().atMost(TIMEOUT).pollDelay(Duration.ZERO).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            ProcessSnapshot now = of(app);
            last.set(now);
            assertThat(now.inFlightCalls).as("calls in flight").isZero();
            assertThat(now.openFiles).as("open files").isLessThanOrEqualTo(before.openFiles + FILE_NOISE);
            assertThat(now.threads).as("threads").isLessThanOrEqualTo(before.threads + THREAD_NOISE);
            assertThat(now.heap).as("heap").isLessThanOrEqualTo(before.heap + HEAP_NOISE);
        });
        return last.get();
    }

    @Override
    public String toString() {
        return "%.1f MiB of heap, %d threads, %d files".formatted((double) heap / MEBIBYTE, threads, openFiles);
    }
}
