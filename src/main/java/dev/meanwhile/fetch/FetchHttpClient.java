package dev.meanwhile.fetch;

import java.net.URI;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.meanwhile.client.ResponseSizeLimit;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;

/** One GET of any address. It sends nothing of our caller's request, and reads no more than it may. */
@Singleton
class FetchHttpClient {

    /** Marks our own requests, as RFC 8586 has it, so that we know them when they come back to us. */
    static final String LOOP_HEADER = "CDN-Loop";
    static final String LOOP_MARK = "meanwhile";

    /** Less than the servers that are quickest to close an idle connection take, which is five seconds. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private final HttpClient http;
    private final String userAgent;
    private final long readTimeoutMillis;
    private final long deadlineMillis;
    private final int maxBytes;
    private final Consumer<HttpClientRequest> answerLimit;

    FetchHttpClient(Vertx vertx, FetchConfig config,
            @ConfigProperty(name = "quarkus.rest-client.user-agent") String userAgent) {
        this.userAgent = userAgent;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setMaxPoolSize(config.connections())
                // whose connection is being opened counts as one who waits
                .setMaxWaitQueueSize(2 * config.connections())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS));
        this.readTimeoutMillis = config.readTimeout().toMillis();
        this.deadlineMillis = config.deadline().toMillis();
        this.maxBytes = Math.toIntExact(config.maxBytes().asLongValue());
        this.answerLimit = ResponseSizeLimit.of(maxBytes);
    }

    /** The answer, whatever its status; fails as the HTTP client does. Cancelling it closes the connection. */
    Uni<FetchedResponse> get(URI address) {
        return Uni.createFrom().deferred(() -> {
            AtomicBoolean cancelled = new AtomicBoolean();
            Future<HttpClientRequest> request = http.request(options(address));
            return Uni.createFrom().completionStage(
                    () -> request.compose(ready -> cancelled.get() ? forget(ready) : exchange(ready)).toCompletionStage())
                    .onCancellation().invoke(() -> {
                        cancelled.set(true);
                        request.onSuccess(HttpClientRequest::reset);
                    });
        });
    }

    // its caller left while it waited for a connection
    private static Future<FetchedResponse> forget(HttpClientRequest request) {
        request.reset();
        return Future.failedFuture(new CancellationException());
    }

    private RequestOptions options(URI address) {
        Origin origin = Origin.of(address);
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return new RequestOptions()
                .setHost(origin.host()).setPort(origin.port()).setSsl(origin.isSecure()).setURI(path + query)
                .setConnectTimeout(deadlineMillis)
                .setIdleTimeout(readTimeoutMillis)
                .putHeader(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON)
                .putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip")
                .putHeader(HttpHeaders.USER_AGENT, userAgent)
                .putHeader(LOOP_HEADER, LOOP_MARK);
    }

    private Future<FetchedResponse> exchange(HttpClientRequest request) {
        answerLimit.accept(request);
        return request.send().compose(response -> response.body().map(body -> FetchedResponse.of(response, body, maxBytes)));
    }

    // Vert.x outlives this application in dev mode
    @PreDestroy
    void close() {
        http.close();
    }
}
