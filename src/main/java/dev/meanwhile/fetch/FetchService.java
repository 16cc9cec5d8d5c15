package dev.meanwhile.fetch;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

/** Fetches JSON documents from allowed origins, one or many at a time, within bounds of time and number. */
@ApplicationScoped
public class FetchService {

    static final int MAX_REDIRECTS = 5;

    private static final Logger LOG = Logger.getLogger(FetchService.class);

    private final FetchHttpClient api;
    private final OriginAllowList allowList;
    private final EventLoopTimer timer;
    private final Duration deadline;
    private final Semaphore places;

    FetchService(FetchHttpClient api, EventLoopTimer timer, FetchConfig config,
            @ConfigProperty(name = "quarkus.http.port") int port,
            MeterRegistry metrics) {
        Origin self = new Origin("http", "localhost", port);
        this.api = api;
        this.timer = timer;
        this.allowList = new OriginAllowList(config.allowedOrigins().orElse(Set.of(self)), self);
        this.deadline = config.deadline();
        this.places = new Semaphore(config.maxInFlight());
        Gauge.builder("meanwhile.fetch.in.flight", places, free -> config.maxInFlight() - free.availablePermits())
                .description("Fetches under way").strongReference(true).register(metrics);
    }

    /**
     * Fetches all of {@code urls} at the same time, each of them once.
     *
     * @param urls one or more
     * @return what became of each, in the order asked; takes as long as the slowest, and no longer than the deadline
     */
    Uni<List<FetchResult>> gather(List<String> urls) {
        List<Uni<FetchResult>> fetches = urls.stream().distinct().map(this::outcome).toList();
        return Uni.join().all(fetches).andFailFast().map(outcomes -> {
            Map<String, FetchResult> byUrl = outcomes.stream().collect(Collectors.toMap(FetchResult::url, Function.identity()));
            return urls.stream().map(byUrl::get).toList();
        });
    }

    private Uni<FetchResult> outcome(String url) {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            return fetch(url)
                    .map(document -> FetchResult.of(url, document, since(asked)))
                    .onFailure(failure -> failure instanceof ApiException known && known.status() >= 500)
                    .invoke(failure -> LOG.warnf("%s: %s", url, ((ApiException) failure).details()))
                    .onFailure(ApiException.class).recoverWithItem(failure -> FetchResult.of(url, failure, since(asked)));
        });
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    /**
     * Fetches the JSON document at {@code url}, through redirects if need be.
     *
     * @return the document; fails with a {@link RequestRejectedException} if it may not be asked for, or not now, and with an
     *         {@link UpstreamException} if it cannot be had within the deadline. Cancelling it closes the connection.
     */
    Uni<JsonDocument> fetch(String url) {
        return Uni.createFrom().deferred(() -> {
            URI address = allowList.check(url);
            if (!places.tryAcquire()) {
                throw new RequestRejectedException(503, "Too many fetches are under way, try again in a moment.");
            }
            // the deadline and a caller who leaves may both end it, each on a thread of its own
            AtomicBoolean held = new AtomicBoolean(true);
            return Uni.join().first(fetch(address, MAX_REDIRECTS),
                    timer.<JsonDocument> timeout(deadline, () -> new TimedOut(name(address), null))).toTerminate()
                    .onTermination().invoke(() -> {
                        if (held.getAndSet(false)) {
                            places.release();
                        }
                    });
        });
    }

    private Uni<JsonDocument> fetch(URI address, int redirectsLeft) {
        return api.get(address)
                .onFailure().transform(failure -> UpstreamExceptions.translate(failure, name(address)))
                .onFailure(ConnectionFailed.class).retry().atMost(1)
                .chain(answer -> answer.isRedirect()
                        ? follow(address, answer, redirectsLeft)
                        : Uni.createFrom().item(() -> read(address, answer)));
    }

    private Uni<JsonDocument> follow(URI from, FetchedResponse answer, int redirectsLeft) {
        if (redirectsLeft == 0) {
            throw new InvalidResponse(name(from) + " redirects more than " + MAX_REDIRECTS + " times.");
        }
        try {
            return fetch(allowList.check(answer.redirectsTo(from)), redirectsLeft - 1);
        } catch (IllegalArgumentException e) {
            throw new InvalidResponse(name(from) + " redirects to an address that is none.", e);
        }
    }

    private static JsonDocument read(URI address, FetchedResponse answer) {
        if (!answer.isSuccess()) {
            throw new InvalidResponse(name(address) + " answered with status " + answer.status() + ".");
        }
        if (!answer.isJson()) {
            throw new InvalidResponse(name(address) + " answered with something other than JSON.");
        }
        try {
            JsonDocument document = JsonDocument.parse(answer.body());
            LOG.infof("Got Data: %s (%d bytes)", address, answer.body().length);
            LOG.debug(document.text());
            return document;
        } catch (IOException e) {
            throw UpstreamExceptions.translate(e, name(address));
        }
    }

    private static String name(URI address) {
        return Origin.of(address).toString();
    }
}
