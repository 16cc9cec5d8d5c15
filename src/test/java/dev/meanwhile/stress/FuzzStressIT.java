package dev.meanwhile.stress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.meanwhile.PackagedApp;

/**
 * Random methods, paths, query names, header names, hosts and HTTP/2 streams for the time given by {@code stress.duration}, on
 * the public and on the management port, with HTTP/1.1 and HTTP/2, and the heap of the image. What the process retains must
 * not grow.
 */
class FuzzStressIT {

    private static final Duration DURATION = Duration.parse("PT" + System.getProperty("stress.duration", "1m"));
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int SAMPLES = 20;
    private static final long MEBIBYTE = 1_048_576;
    private static final List<String> METHODS = List.of("GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE");
    private static final List<String> ROUTES = List.of("/", "/hello", "/greet/", "/api/", "/api/random", "/fetch", "/gather",
            "/lab", "/lab/upstream/", "/q/openapi", "/q/swagger-ui/", "/q/health", "/q/health/live", "/q/metrics", "/q/info",
            "/q/");
    private static final List<String> HEADERS = List.of("accept", "accept-language", "range", "if-none-match", "user-agent",
            "x-request-id", "traceparent", "baggage", "cookie", "forwarded", "x-forwarded-for", "last-event-id", "expect");

    private final ConcurrentSkipListMap<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<Integer, LongAdder> managementStatuses = new ConcurrentSkipListMap<>();
    private final LongAdder http2Streams = new LongAdder();

    @Test
    void whatTheProcessRetainsDoesNotGrow() throws InterruptedException, ExecutionException {
        long seed = System.nanoTime();
        long end = System.nanoTime() + DURATION.toNanos();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        // The fuzz cancels more requests than one client may.
        try (PackagedApp app = PackagedApp.startWithHeapOfImage(
                "quarkus.http.limits.rst-flood-max-rst-frame-per-window=1000000")) {
            List<Future<?>> floods = new ArrayList<>();
            SplittableRandom random = new SplittableRandom(seed);
            for (URI server : List.of(app.url(), app.managementUrl())) {
                Map<Integer, LongAdder> counts = server.equals(app.url()) ? statuses : managementStatuses;
                floods.add(clients.submit(repeat(end, random.split(), client -> sendHttp1(server, counts, client))));
                floods.add(clients.submit(repeat(end, random.split(), client -> sendHttp2(server, counts, client))));
            }
            List<ProcessSnapshot> samples = new ArrayList<>();
            List<Long> series = new ArrayList<>();
            for (int i = 0; i < SAMPLES; i++) {
                TimeUnit.NANOSECONDS.sleep(DURATION.toNanos() / SAMPLES);
                samples.add(ProcessSnapshot.of(app));
                series.add(app.metrics().lines().filter(line -> !line.startsWith("#")).count());
            }
            for (Future<?> flood : floods) {
                flood.get();
            }
            String heaps = samples.stream().map(sample -> "%.1f".formatted((double) sample.heap() / MEBIBYTE))
                    .collect(Collectors.joining(", "));
            StressReport.record("Random methods, paths, query names, headers, hosts and HTTP/2 streams, heap of 90 MB",
                    "%,d responses, %,d HTTP/2 streams in %d s, seed %d",
                    "statuses %s, on the management port %s; MiB of heap after a collection: %s; metric series: %s", total(),
                    http2Streams.sum(), DURATION.toSeconds(), seed, statuses, managementStatuses, heaps, series);
            assertThat(app.isAlive()).isTrue();
            assertThat(statuses).as("public port, seed " + seed).doesNotContainKeys(500).containsKeys(200, 400, 404, 405);
            assertThat(managementStatuses).as("management port, seed " + seed).doesNotContainKeys(500)
                    .containsKeys(200, 400, 404, 405);
            assertThat(app.log()).as("seed " + seed).doesNotContain("java.lang.OutOfMemoryError");
            // The samples include requests in progress. Without them, the heap must be as it was when the process was warm.
            ProcessSnapshot.awaitReturnTo(samples.get(0), app);
            // Some combinations of route and status are rare.
            assertThat(series.get(SAMPLES - 1)).as("metric series " + series)
                    .isLessThanOrEqualTo(series.get(SAMPLES / 2) * 6 / 5);
        } finally {
            clients.shutdownNow();
        }
    }

    private interface Client {

        void send(SplittableRandom random) throws IOException;
    }

    private static Callable<Void> repeat(long end, SplittableRandom random, Client client) {
        return () -> {
            while (System.nanoTime() < end) {
                try {
                    client.send(random);
                } catch (UncheckedIOException | IOException e) {
                    // The server has closed this connection.
                }
            }
            return null;
        };
    }

    private long total() {
        return Stream.of(statuses, managementStatuses).flatMap(map -> map.values().stream()).mapToLong(LongAdder::sum).sum();
    }

    private void sendHttp1(URI server, Map<Integer, LongAdder> statuses, SplittableRandom random) {
        StringBuilder request = new StringBuilder();
        request.append(method(random)).append(' ').append(target(random)).append(" HTTP/1.1\r\nHost: ").append(host(random))
                .append("\r\nConnection: close\r\n");
        for (int i = random.nextInt(5); i > 0; i--) {
            request.append(headerName(random)).append(": ").append(text(random, 200)).append("\r\n");
        }
        try (RawConnection connection = new RawConnection(server)) {
            if (connection.send(request.append("\r\n").toString())) {
                connection.readStatuses(TIMEOUT).forEach(status -> count(statuses, status));
            }
        }
    }

    private void sendHttp2(URI server, Map<Integer, LongAdder> statuses, SplittableRandom random) throws IOException {
        try (Http2Connection connection = new Http2Connection(server, TIMEOUT)) {
            int last = 0;
            for (int i = random.nextInt(1, 40); i > 0; i--) {
                List<String> headers = new ArrayList<>(List.of(":method", method(random), ":scheme", "http", ":path",
                        target(random), ":authority", host(random)));
                for (int j = random.nextInt(5); j > 0; j--) {
                    headers.add(headerName(random));
                    headers.add(text(random, 200));
                }
                int stream = connection.sendHeaders(random.nextInt(10) > 0, headers.toArray(String[]::new));
                http2Streams.increment();
                if (random.nextInt(10) == 0) {
                    connection.sendCancelledRequests(3, target(random));
                    http2Streams.add(3);
                }
                last = random.nextBoolean() ? stream : last;
            }
            if (last > 0 && random.nextInt(4) > 0) {
                Http2Connection.Response response = connection.readResponse(last);
                if (response.resetCode() == null) {
                    count(statuses, response.status());
                }
            }
        }
    }

    private static void count(Map<Integer, LongAdder> statuses, int status) {
        statuses.computeIfAbsent(status, key -> new LongAdder()).increment();
    }

    private static String method(SplittableRandom random) {
        return random.nextInt(4) > 0 ? pick(random, METHODS) : token(random, random.nextInt(8) == 0 ? 20_000 : 12);
    }

    private static String target(SplittableRandom random) {
        StringBuilder target = new StringBuilder(random.nextInt(4) > 0 ? pick(random, ROUTES) : "/");
        for (int i = random.nextInt(3); i > 0; i--) {
            target.append(escaped(random, random.nextInt(20) == 0 ? 9_000 : 12)).append(random.nextBoolean() ? "/" : "");
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            target.append(target.indexOf("?") < 0 ? '?' : '&').append(escaped(random, 30)).append('=')
                    .append(escaped(random, 30));
        }
        return target.toString();
    }

    private static String host(SplittableRandom random) {
        return random.nextBoolean() ? "localhost"
                : token(random, 60).toLowerCase(Locale.ROOT) + (random.nextBoolean() ? ":80" : "");
    }

    private static String headerName(SplittableRandom random) {
        return random.nextBoolean() ? pick(random, HEADERS) : "x-" + token(random, 40).toLowerCase(Locale.ROOT);
    }

    private static String pick(SplittableRandom random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String token(SplittableRandom random, int maxLength) {
        return random.ints(random.nextInt(1, maxLength + 1), 'A', 'Z' + 1).collect(StringBuilder::new,
                StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private static String text(SplittableRandom random, int maxLength) {
        byte[] bytes = new byte[random.nextInt(maxLength)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(0x20, random.nextInt(20) == 0 ? 0x100 : 0x7f);
        }
        return new String(bytes, ISO_8859_1);
    }

    private static String escaped(SplittableRandom random, int maxLength) {
        return random.nextInt(10) == 0 ? token(random, maxLength) + "%" : URLEncoder.encode(text(random, maxLength), UTF_8);
    }
}
