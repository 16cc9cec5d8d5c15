package dev.meanwhile;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A real HTTP server in the place of the numeric API and of all that is fetched, which answers or misbehaves as a test tells
 * it, and counts its calls.
 */
public final class StubUpstream implements QuarkusTestResourceLifecycleManager {

    // with linger 0, closing a connection resets it
    private static final HttpServerOptions OPTIONS = new HttpServerOptions().setHost("localhost").setSoLinger(0);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger openCalls = new AtomicInteger();

    private volatile Handler<HttpServerRequest> behaviour = StubUpstream::answer;
    private HttpServer server;
    private int port;

    @Override
    public Map<String, String> start() {
        up();
        return Map.ofEntries(
                entry("quarkus.rest-client.number-api.url", origin()),
                entry("quarkus.rest-client.lab-upstream.url", origin()),
                entry("quarkus.rest-client.number-api.read-timeout", "600"),
                entry("meanwhile.number.deadline", "1500ms"),
                entry("meanwhile.number.breaker.volume", "4"),
                entry("meanwhile.number.breaker.delay", "300ms"),
                entry("meanwhile.fetch.allowed-origins", origin()),
                entry("meanwhile.fetch.deadline", "2s"),
                entry("meanwhile.fetch.read-timeout", "600ms"),
                entry("meanwhile.fetch.connections", "16"),
                entry("meanwhile.fetch.max-in-flight", "20"));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(StubUpstream.class));
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Listens, always on the same port. */
    public void up() {
        server = vertx.createHttpServer(OPTIONS).requestHandler(request -> {
            calls.incrementAndGet();
            openCalls.incrementAndGet();
            // called on the end of the answer, and on that of the connection if it comes first
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

    /** Starts to behave as told, and to count anew. */
    public void behaveAs(Handler<HttpServerRequest> behaviour) {
        this.behaviour = behaviour;
        calls.set(0);
    }

    /** How many requests have arrived since {@link #behaveAs}. */
    public int calls() {
        return calls.get();
    }

    /** How many requests have been neither answered nor given up by their caller. */
    public int openCalls() {
        return openCalls.get();
    }

    /** What the real numeric API does. */
    public static void answer(HttpServerRequest request) {
        String number = request.path().substring("/api/".length());
        json(request).end("{\"success\":true,\"message\":\"\",\"data\":\"%s\"}".formatted(number));
    }

    public static HttpServerResponse json(HttpServerRequest request) {
        return request.response().putHeader("Content-Type", "application/json");
    }

    /** Answers after a while, and meanwhile not at all. */
    public Handler<HttpServerRequest> after(Duration delay, Handler<HttpServerRequest> answer) {
        return request -> vertx.setTimer(delay.toMillis(), timer -> answer.handle(request));
    }

    public static void neverAnswer(HttpServerRequest request) {
        // that is all
    }

    /** Sends one byte every 50 ms for as long as somebody listens. */
    public static void drip(HttpServerRequest request) {
        Vertx vertx = Vertx.currentContext().owner();
        HttpServerResponse response = json(request).setChunked(true);
        long timer = vertx.setPeriodic(0, 50, tick -> response.write(" "));
        response.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    /** Sends 64 KiB of blanks again and again for as long as somebody listens. */
    public static void flood(HttpServerRequest request) {
        HttpServerResponse response = request.response().setChunked(true);
        if (!response.headers().contains("Content-Type")) {
            json(request);
        }
        String blanks = " ".repeat(65_536);
        response.write(blanks).onSuccess(written -> pour(response, blanks));
    }

    private static void pour(HttpServerResponse response, String blanks) {
        response.write(blanks).onSuccess(written -> pour(response, blanks));
    }
}
