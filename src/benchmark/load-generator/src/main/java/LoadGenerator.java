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
 * Visitors, each with an open connection of its own, who together ask for a page at a fixed rate.
 * <p>
 * A visit is due when the schedule says so, whether or not the server has answered the one before, and its latency counts from
 * then: a server that stalls cannot make its own measurement pause (coordinated omission). wrk has no rate, and neither wrk2
 * nor another corrected program is a Debian package.
 */
public final class LoadGenerator {

    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(10);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    // a connection that takes this long must have failed before its visit is given up
    private final HttpClientAgent client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(9000));
    private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(2), 3);
    private final HttpConnectOptions server;
    private final String path;
    private final long begin;
    private final long end;
    private final long period;
    private long due;
    private long failed;
    private int open;

    private LoadGenerator(int port, String path, int visitors, double rate, double warmUp, double seconds) {
        server = new HttpConnectOptions().setHost("127.0.0.1").setPort(port);
        this.path = path;
        long now = System.nanoTime();
        begin = now + (long) (warmUp * 1e9);
        end = begin + (long) (seconds * 1e9);
        period = (long) (visitors / rate * 1e9);
        // they come step by step within the warm-up, evenly spread over each period: a cold JVM is not met by all at once
        long steps = Math.max(1, (begin - now) / period);
        vertx.runOnContext(start -> {
            for (int i = 0; i < visitors; i++) {
                new Visitor(now + i % steps * period + i * period / visitors).await();
            }
        });
    }

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 6) {
            System.err.println("java -jar app.jar <port> <path> <visitors> <visits per second> <warm-up> <seconds>");
            System.exit(2);
        }
        var load = new LoadGenerator(Integer.parseInt(args[0]), args[1], Integer.parseInt(args[2]), Double.parseDouble(args[3]),
                Double.parseDouble(args[4]), Double.parseDouble(args[5]));
        TimeUnit.NANOSECONDS.sleep(load.end + TIMEOUT / 10 - System.nanoTime());
        load.vertx.runOnContext(late -> load.report());
    }

    private void report() {
        long answered = micros.getTotalCount();
        long now = System.nanoTime();
        if (answered + failed < due && now < end + TIMEOUT + TIMEOUT / 10) {
            vertx.timer(100, TimeUnit.MILLISECONDS).onSuccess(again -> report());
            return;
        }
        // what was due and neither answered nor failed was still waiting for its turn
        System.out.println(new JsonObject().put("due", due).put("answered", answered).put("failed", failed).put("open", open)
                .put("p50", micros.getValueAtPercentile(50) / 1e3).put("p99", micros.getValueAtPercentile(99) / 1e3)
                .put("max", micros.getMaxValue() / 1e3).encode());
        System.exit(0);
    }

    private final class Visitor {

        private HttpClientConnection connection;
        private long dueAt;

        Visitor(long dueAt) {
            this.dueAt = dueAt;
            due += visitsBefore(end) - visitsBefore(begin);
        }

        private long visitsBefore(long time) {
            return Math.max(0, Math.ceilDiv(time - dueAt, period));
        }

        void await() {
            if (dueAt < end) {
                vertx.timer(Math.max(1, dueAt - System.nanoTime()), TimeUnit.NANOSECONDS).onSuccess(now -> visit());
            }
        }

        private int counts() {
            return dueAt >= begin ? 1 : 0;
        }

        private void visit() {
            connected().compose(open -> open.request(HttpMethod.GET, path)).compose(HttpClientRequest::send)
                    .compose(answer -> answer.body().map(answer)).timeout(TIMEOUT, TimeUnit.NANOSECONDS)
                    .onComplete(this::visited, this::gaveUp);
        }

        private Future<HttpClientConnection> connected() {
            if (connection != null) {
                return Future.succeededFuture(connection);
            }
            return client.connect(server).onSuccess(opened -> {
                connection = opened;
                open++;
                opened.closeHandler(closed -> {
                    open--;
                    connection = null;
                });
            });
        }

        private void visited(HttpClientResponse answer) {
            if (answer.statusCode() != 200) {
                failed += counts();
            } else if (dueAt >= begin) {
                micros.recordValue((System.nanoTime() - dueAt) / 1000);
            }
            next();
        }

        private void gaveUp(Throwable reason) {
            failed += counts();
            if (connection != null) {
                connection.close();
            }
            next();
        }

        private void next() {
            dueAt += period;
            await();
        }
    }
}
