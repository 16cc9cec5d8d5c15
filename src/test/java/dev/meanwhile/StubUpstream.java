package dev.meanwhile;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A real HTTP server that replaces the numeric API and the origins of {@code /fetch}. A test sets its behaviour; it counts the
 * requests.
 */
public final class StubUpstream implements QuarkusTestResourceLifecycleManager {

    // with linger 0, closing a connection resets it
    private static final HttpServerOptions OPTIONS = new HttpServerOptions().setHost("localhost").setSoLinger(0);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger openCalls = new AtomicInteger();

    private volatile Handler<HttpServerRequest> behaviour = StubUpstream::respond;
    private HttpServer server;
    private int port;

    @Override
    public Map<String, String> start() {
        up();
        return Map.ofEntries(
                entry("quarkus.rest-client.number-api.url", origin()),
                entry("quarkus.rest-client.lab-upstream.url", origin()),
                entry("quarkus.rest-client.number-api.read-timeout", "600"),
                entry("meanwhile.number.call-timeout", "1500ms"),
                entry("meanwhile.number.circuit-breaker.request-volume-threshold", "4"),
                entry("meanwhile.number.circuit-breaker.delay", "300ms"),
                entry("meanwhile.fetch.allowed-origins", origin()),
                entry("meanwhile.fetch.call-timeout", "2s"),
                entry("meanwhile.fetch.read-timeout", "600ms"),
                entry("meanwhile.fetch.connection-pool-size", "16"),
                entry("meanwhile.fetch.max-concurrent-requests", "20"));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(StubUpstream.class));
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Starts to listen. The port stays the same after {@link #down}. */
    public void up() {
        server = vertx.createHttpServer(OPTIONS).requestHandler(request -> {
            calls.incrementAndGet();
            openCalls.incrementAndGet();
            // called at the end of the response, or of the connection if that is first
            request.response().endHandler(ended -> openCalls.decrementAndGet());
            behaviour.handle(request);
        });
        port = server.listen(port).toCompletionStage().toCompletableFuture().join().actualPort();
    }

    /** Closes every connection and refuses new ones. */
    public void down() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    public String origin() {
        return "http://localhost:" + port;
    }

    /** Sets the behaviour and resets the count of requests. */
    public void behaveAs(Handler<HttpServerRequest> behaviour) {
        this.behaviour = behaviour;
        calls.set(0);
    }

    /** Returns the number of requests since {@link #behaveAs}. */
    public int calls() {
        return calls.get();
    }

    /** Returns the number of requests that have neither a response nor been cancelled. */
    public int openCalls() {
        return openCalls.get();
    }

    /** Responds as the numeric API does. */
    public static void respond(HttpServerRequest request) {
        json(request).end(body(request));
    }

    private static String body(HttpServerRequest request) {
        return "{\"success\":true,\"message\":\"\",\"data\":\"%s\"}".formatted(request.path().substring("/api/".length()));
    }

    public static HttpServerResponse json(HttpServerRequest request) {
        return request.response().putHeader("Content-Type", "application/json");
    }

    /** Delays a response. */
    public Handler<HttpServerRequest> after(Duration delay, Handler<HttpServerRequest> handler) {
        return request -> vertx.setTimer(delay.toMillis(), timer -> handler.handle(request));
    }

    /** Accepts a request and never responds. */
    public static void neverRespond(HttpServerRequest request) {
        // no response
    }

    /** Sends one byte every 50 ms until the connection is closed. */
    public static void drip(HttpServerRequest request) {
        Vertx vertx = Vertx.currentContext().owner();
        HttpServerResponse response = json(request).setChunked(true);
        long timer = vertx.setPeriodic(0, 50, tick -> response.write(" "));
        response.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    /** Sends one blank every 50 ms, so that no read timeout expires, until {@code end} is true, and then responds. */
    public static Handler<HttpServerRequest> respondOnce(BooleanSupplier end) {
        return request -> {
            json(request).setChunked(true);
            Vertx.currentContext().owner().setPeriodic(1, 50, tick -> {
                if (request.response().closed()) {
                    Vertx.currentContext().owner().cancelTimer(tick);
                } else if (end.getAsBoolean()) {
                    Vertx.currentContext().owner().cancelTimer(tick);
                    request.response().end(body(request));
                } else {
                    request.response().write(" ");
                }
            });
        };
    }

    /** Sends chunks of 64 KiB until the connection is closed. */
    public static void flood(HttpServerRequest request) {
        HttpServerResponse response = request.response().setChunked(true);
        if (!response.headers().contains("Content-Type")) {
            json(request);
        }
        String blanks = " ".repeat(65_536);
        response.write(blanks).onSuccess(written -> sendChunks(response, blanks));
    }

    private static void sendChunks(HttpServerResponse response, String blanks) {
        response.write(blanks).onSuccess(written -> sendChunks(response, blanks));
    }
}
