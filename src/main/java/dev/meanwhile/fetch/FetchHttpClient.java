package dev.meanwhile.fetch;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.meanwhile.client.ExchangeCodec;
import dev.meanwhile.client.OwnCertificate;
import dev.meanwhile.client.ResponseSizeLimit;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;

/** Sends GET requests to any URL. No header of the incoming request is forwarded, and the size of a response is limited. */
@Singleton
class FetchHttpClient {

    /** The headers of {@link #options}, {@code Host}, and the trace context, which has random IDs only. */
    private static final Set<String> SENT_HEADERS = Set.of("host", "accept", "accept-encoding", "user-agent", "cdn-loop",
            "traceparent");

    /** Property with the URL at which this instance can call itself. It is known once the server has started. */
    static final String SELF_URL = "meanwhile.self-url";

    /** Below the shortest common keep-alive timeout of servers, which is 5 s. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private final HttpClient http;
    private final HttpClient selfHttp;
    private final Origin self;
    private final String userAgent;
    private final long readTimeoutMillis;
    private final long callTimeoutMillis;
    private final int maxBytes;

    FetchHttpClient(Vertx vertx, FetchConfig config,
            @ConfigProperty(name = "quarkus.rest-client.user-agent") String userAgent,
            @ConfigProperty(name = SELF_URL) URI self, OwnCertificate ownCertificate) {
        this.userAgent = userAgent;
        this.self = Origin.of(self);
        this.http = vertx.createHttpClient(httpOptions(config));
        this.selfHttp = vertx.createHttpClient(
                httpOptions(config).setTrustOptions(ownCertificate.getTrustStoreOptions()).setVerifyHost(false));
        this.readTimeoutMillis = config.readTimeout().toMillis();
        this.callTimeoutMillis = config.callTimeout().toMillis();
        this.maxBytes = Math.toIntExact(config.maxResponseSize().asLongValue());
    }

    private static HttpClientOptions httpOptions(FetchConfig config) {
        return new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setMaxPoolSize(config.connectionPoolSize())
                // a request whose connection is being opened counts as waiting
                .setMaxWaitQueueSize(2 * config.connectionPoolSize())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS);
    }

    /**
     * Requests {@code uri}.
     *
     * @param memory reserves the bytes of the response
     * @return the response of any status. Fails with the exceptions of the HTTP client, and with those of {@code memory}.
     *         Cancelling the {@code Uni} closes the connection.
     */
    Uni<FetchedResponse> get(URI uri, DocumentMemory.Reservation memory) {
        return Uni.createFrom().deferred(() -> {
            AtomicBoolean cancelled = new AtomicBoolean();
            Future<HttpClientRequest> request = (Origin.of(uri).equals(self) ? selfHttp : http).request(options(uri));
            return Uni.createFrom().completionStage(
                    () -> request.compose(ready -> cancelled.get() ? abort(ready) : exchange(ready, memory))
                            .toCompletionStage())
                    .onCancellation().invoke(() -> {
                        cancelled.set(true);
                        request.onSuccess(HttpClientRequest::reset);
                    });
        });
    }

    // the caller has cancelled while the request waited for a connection
    private static Future<FetchedResponse> abort(HttpClientRequest request) {
        request.reset();
        return Future.failedFuture(new CancellationException());
    }

    private RequestOptions options(URI uri) {
        Origin origin = Origin.of(uri);
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new RequestOptions()
                .setHost(origin.host()).setPort(origin.port()).setSsl(origin.isSecure()).setURI(path + query)
                .setConnectTimeout(callTimeoutMillis)
                .setIdleTimeout(readTimeoutMillis)
                .putHeader(HttpHeaderNames.ACCEPT, MediaType.APPLICATION_JSON)
                .putHeader(HttpHeaderNames.ACCEPT_ENCODING, "gzip")
                .putHeader(HttpHeaderNames.USER_AGENT, userAgent)
                .putHeader(CdnLoop.HEADER, CdnLoop.ID);
    }

    private Future<FetchedResponse> exchange(HttpClientRequest request, DocumentMemory.Reservation memory) {
        ExchangeCodec.install(request, FetchHttpClient::removeForeignHeaders);
        ResponseSizeLimit.enforce(request, maxBytes, memory::add);
        return request.send().compose(response -> response.body().map(body -> {
            FetchedResponse fetched = FetchedResponse.of(response, body, maxBytes);
            memory.add(Math.max(0, fetched.body().length - body.length()));
            return fetched;
        }));
    }

    // Tracing adds the baggage and the trace state of the incoming request, which may be confidential.
    private static void removeForeignHeaders(HttpHeaders headers) {
        for (String name : headers.names()) {
            if (!SENT_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                headers.remove(name);
            }
        }
    }

    // In dev mode the Vert.x instance outlives the application.
    @PreDestroy
    void close() {
        http.close();
        selfHttp.close();
    }
}
