import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

import org.HdrHistogram.Histogram;

/**
 * Sends GET requests at a fixed rate from virtual users with one connection each, and prints response times as JSON.
 * <p>
 * Each request has a scheduled time that does not depend on earlier responses. Its response time starts there, also if the
 * user still waits for an earlier response. A server that pauses therefore cannot pause its own measurement (coordinated
 * omission). wrk has no fixed rate, and Debian packages neither wrk2 nor another load generator with this correction.
 */
public final class LoadGenerator {

    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(10);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    // shorter than TIMEOUT, so that no connection is established after its request has timed out
    private final HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(9000));
    private final Histogram responseMicros = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
    private final HttpConnectOptions server;
    private final String path;
    private final long measureFrom;
    private final long measureUntil;
    private final long period;
    private long scheduled;
    private long failed;
    private int openConnections;

    private LoadGenerator(int port, String path, int users, double rate, double warmUp, double seconds) {
        server = new HttpConnectOptions().setHost("127.0.0.1").setPort(port);
        this.path = path;
        long now = System.nanoTime();
        measureFrom = now + (long) (warmUp * 1e9);
        measureUntil = measureFrom + (long) (seconds * 1e9);
        period = (long) (users / rate * 1e9);
        // The users start in groups during the warm-up, so that a cold JVM does not get all connections at once.
        // Within a period, their requests are evenly spread.
        long groups = Math.max(1, (measureFrom - now) / period);
        vertx.runOnContext(start -> {
            for (int i = 0; i < users; i++) {
                new VirtualUser(now + i % groups * period + i * period / users).scheduleRequest();
            }
        });
    }

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 6) {
            System.err.println("Usage: java -jar app.jar <port> <path> <users> <requests per second> "
                    + "<warm-up seconds> <measured seconds>");
            System.exit(2);
        }
        var generator = new LoadGenerator(Integer.parseInt(args[0]), args[1], Integer.parseInt(args[2]),
                Double.parseDouble(args[3]), Double.parseDouble(args[4]), Double.parseDouble(args[5]));
        TimeUnit.NANOSECONDS.sleep(generator.measureUntil + TIMEOUT / 10 - System.nanoTime());
        generator.vertx.runOnContext(end -> generator.report());
    }

    /** Prints the result once all measured requests are complete, or shortly after the last of them has timed out. */
    private void report() {
        long responses = responseMicros.getTotalCount();
        long now = System.nanoTime();
        if (responses + failed < scheduled && now < measureUntil + TIMEOUT + TIMEOUT / 10) {
            vertx.timer(100, TimeUnit.MILLISECONDS).onSuccess(again -> report());
            return;
        }
        // A scheduled request without response has failed, or was never sent because its user still waited.
        System.out.println(new JsonObject().put("scheduled", scheduled).put("responses", responses)
                .put("open_connections", openConnections)
                .put("p50", responseMicros.getValueAtPercentile(50) / 1e3)
                .put("p99", responseMicros.getValueAtPercentile(99) / 1e3)
                .put("max", responseMicros.getMaxValue() / 1e3).encode());
        System.exit(0);
    }

    /** Sends one request per period. If a response takes longer, the next request is sent late, but at once. */
    private final class VirtualUser {

        private HttpClientConnection connection;
        private long scheduledAt;

        VirtualUser(long scheduledAt) {
            this.scheduledAt = scheduledAt;
            scheduled += requestsBefore(measureUntil) - requestsBefore(measureFrom);
        }

        private long requestsBefore(long time) {
            return Math.max(0, Math.ceilDiv(time - scheduledAt, period));
        }

        void scheduleRequest() {
            if (scheduledAt < measureUntil) {
                vertx.timer(Math.max(1, scheduledAt - System.nanoTime()), TimeUnit.NANOSECONDS)
                        .onSuccess(now -> sendRequest());
            }
        }

        private void sendRequest() {
            connect().compose(open -> open.request(HttpMethod.GET, path)).compose(HttpClientRequest::send)
                    .compose(response -> response.body().map(response)).timeout(TIMEOUT, TimeUnit.NANOSECONDS)
                    .onComplete(this::onResponse, this::onFailure);
        }

        private Future<HttpClientConnection> connect() {
            if (connection != null) {
                return Future.succeededFuture(connection);
            }
            return client.connect(server).onSuccess(opened -> {
                connection = opened;
                openConnections++;
                opened.closeHandler(closed -> {
                    openConnections--;
                    connection = null;
                });
            });
        }

        private void onResponse(HttpClientResponse response) {
            if (response.statusCode() != 200) {
                countFailure();
            } else if (isMeasured()) {
                responseMicros.recordValue((System.nanoTime() - scheduledAt) / 1000);
            }
            scheduleNextRequest();
        }

        private void onFailure(Throwable cause) {
            countFailure();
            if (connection != null) {
                connection.close();
            }
            scheduleNextRequest();
        }

        private void countFailure() {
            if (isMeasured()) {
                failed++;
            }
        }

        private boolean isMeasured() {
            return scheduledAt >= measureFrom;
        }

        private void scheduleNextRequest() {
            scheduledAt += period;
            scheduleRequest();
        }
    }
}
