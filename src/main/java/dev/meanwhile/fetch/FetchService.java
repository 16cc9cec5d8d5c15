package dev.meanwhile.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import dev.meanwhile.api.ApiException;
import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.api.UpstreamException;
import dev.meanwhile.api.UpstreamException.ConnectionFailed;
import dev.meanwhile.api.UpstreamException.InvalidResponse;
import dev.meanwhile.api.UpstreamException.TimedOut;
import dev.meanwhile.client.EventLoopTimer;
import dev.meanwhile.client.UpstreamExceptions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.StreamResetException;

/**
 * Fetches JSON documents from allowed origins, one or several concurrently. Time, size and number of the fetches are limited.
 * The class is longer than 150 lines, because it also checks URLs for the page without fetching them.
 */
@ApplicationScoped
public class FetchService {

    static final int MAX_REDIRECTS = 5;

    private static final Logger LOG = Logger.getLogger(FetchService.class);

    private final FetchHttpClient httpClient;
    private final URI selfUrl;
    private final Set<Origin> allowedOrigins;
    private final OriginAllowList allowList;
    private final EventLoopTimer timer;
    private final Duration callTimeout;
    private final int maxConcurrentRequests;
    private final Semaphore permits;

    // The bean is created by the first request, so the port is the one that the server listens on.
    FetchService(FetchHttpClient httpClient, EventLoopTimer timer, FetchConfig config,
            @ConfigProperty(name = FetchHttpClient.SELF_URL) URI selfUrl, MeterRegistry metrics) {
        Origin self = Origin.of(selfUrl);
        this.httpClient = httpClient;
        this.timer = timer;
        this.selfUrl = selfUrl;
        this.allowedOrigins = config.allowedOrigins().orElse(Set.of(self));
        this.allowList = new OriginAllowList(allowedOrigins, self);
        this.callTimeout = config.callTimeout();
        this.maxConcurrentRequests = config.maxConcurrentRequests();
        this.permits = new Semaphore(maxConcurrentRequests);
        Gauge.builder("meanwhile.fetch.in.flight", this, FetchService::inFlight)
                .description("Fetches in flight").strongReference(true).register(metrics);
        Gauge.builder("meanwhile.fetch.limit", config::maxConcurrentRequests)
                .description("Highest number of fetches in flight").register(metrics);
    }

    int inFlight() {
        return maxConcurrentRequests - permits.availablePermits();
    }

    /** The origins that may be requested. */
    public Set<Origin> allowedOrigins() {
        return allowedOrigins;
    }

    /** The URL at which this instance can call itself, without a slash at the end. */
    public URI selfUrl() {
        return selfUrl;
    }

    /**
     * Returns the exception with which a fetch of {@code url} would be rejected without a request: status 400 for an invalid
     * URL, 403 for an origin that is not allowed. Empty if the URL would be requested.
     */
    public Optional<RequestRejectedException> rejection(String url) {
        try {
            allowList.requireAllowed(url);
            return Optional.empty();
        } catch (RequestRejectedException e) {
            return Optional.of(e);
        }
    }

    /**
     * Fetches {@code urls} concurrently. A URL that occurs several times is fetched once.
     *
     * @param urls one or more URLs
     * @param memory reserves the bytes of the documents
     * @return one result per URL, in the order of {@code urls}, after the slowest fetch and no later than the call timeout
     */
    public Uni<List<FetchResult>> fetchAll(List<String> urls, DocumentMemory.Reservation memory) {
        List<Uni<FetchResult>> fetches = urls.stream().distinct().map(url -> fetchAsResult(url, memory)).toList();
        return Uni.join().all(fetches).andFailFast().map(results -> {
            Map<String, FetchResult> byUrl = results.stream().collect(Collectors.toMap(FetchResult::url, Function.identity()));
            return urls.stream().map(byUrl::get).toList();
        });
    }

    private Uni<FetchResult> fetchAsResult(String url, DocumentMemory.Reservation memory) {
        return Uni.createFrom().deferred(() -> {
            long startNanos = System.nanoTime();
            return fetch(url, memory)
                    .map(document -> FetchResult.of(url, document, since(startNanos)))
                    .onFailure(failure -> failure instanceof ApiException known && known.status() >= 500)
                    .invoke(failure -> LOG.warnf("%s: %s", url, ((ApiException) failure).logMessage()))
                    .onFailure(ApiException.class)
                    .recoverWithItem(failure -> FetchResult.of(url, failure, since(startNanos)));
        });
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /**
     * Fetches the JSON document at {@code url} and follows up to {@value #MAX_REDIRECTS} redirects.
     *
     * @param memory reserves the bytes of the document
     * @return the document. Fails with a {@link RequestRejectedException} of status 400 for an invalid URL, 403 for an origin
     *         that is not allowed, 503 for too many concurrent fetches or too little memory, and with an
     *         {@link UpstreamException} if no document is received within the call timeout. Cancelling the {@code Uni} closes
     *         the connection.
     */
    Uni<JsonDocument> fetch(String url, DocumentMemory.Reservation memory) {
        return Uni.createFrom().deferred(() -> {
            URI uri = allowList.requireAllowed(url);
            if (!permits.tryAcquire()) {
                throw new RequestRejectedException(503, "The limit of concurrent fetches is reached. Retry later.");
            }
            // The timeout and a cancellation can both terminate the Uni, on different threads.
            AtomicBoolean permitHeld = new AtomicBoolean(true);
            return Uni.join().first(fetch(uri, memory, MAX_REDIRECTS), this.<JsonDocument> timeout(uri)).toTerminate()
                    .onTermination().invoke(() -> {
                        if (permitHeld.getAndSet(false)) {
                            permits.release();
                        }
                    });
        });
    }

    private <T> Uni<T> timeout(URI uri) {
        return timer.timeout(callTimeout, () -> new TimedOut(describe(uri), null));
    }

    private Uni<JsonDocument> fetch(URI uri, DocumentMemory.Reservation memory, int redirectsLeft) {
        return httpClient.get(uri, memory)
                .onFailure().transform(failure -> translate(failure, uri))
                .onFailure(ConnectionFailed.class).retry().atMost(1)
                .chain(response -> response.isRedirect()
                        ? followRedirect(uri, response, memory, redirectsLeft)
                        : Uni.createFrom().item(() -> document(uri, response)));
    }

    private Uni<JsonDocument> followRedirect(URI from, FetchedResponse response, DocumentMemory.Reservation memory,
            int redirectsLeft) {
        if (redirectsLeft == 0) {
            throw new InvalidResponse(describe(from) + " redirected more than " + MAX_REDIRECTS + " times.");
        }
        try {
            return fetch(allowList.requireAllowed(UrlReference.resolve(from, response.location())), memory,
                    redirectsLeft - 1);
        } catch (IllegalArgumentException e) {
            throw new InvalidResponse(describe(from) + " redirected to an invalid URL.", e);
        }
    }

    private static JsonDocument document(URI uri, FetchedResponse response) {
        JsonDocument document = response.document(describe(uri));
        LOG.infof("Got Data: %s (%s bytes)", uri, response.body().length);
        LOG.debug(document.text());
        return document;
    }

    private static ApiException translate(Throwable failure, URI uri) {
        Throwable cause = failure instanceof StreamResetException ? failure.getCause() : failure;
        return cause instanceof RequestRejectedException rejected ? rejected
                : UpstreamExceptions.translate(failure, describe(uri));
    }

    private static String describe(URI uri) {
        return Origin.of(uri).toString();
    }
}
