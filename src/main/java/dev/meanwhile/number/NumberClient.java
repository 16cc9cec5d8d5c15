package dev.meanwhile.number;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.util.TypeLiteral;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.api.UpstreamException;
import dev.meanwhile.api.UpstreamException.CircuitOpen;
import dev.meanwhile.api.UpstreamException.ConnectionFailed;
import dev.meanwhile.api.UpstreamException.InvalidResponse;
import dev.meanwhile.api.UpstreamException.TimedOut;
import dev.meanwhile.client.EventLoopTimer;
import dev.meanwhile.client.UpstreamExceptions;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;

/** Client for the numeric API with an overall timeout, retries on connection failures, and a circuit breaker. */
@ApplicationScoped
public class NumberClient {

    private static final Logger LOG = Logger.getLogger(NumberClient.class);

    private static final String URL_PROPERTY = "quarkus.rest-client.number-api.url";
    private static final String UPSTREAM_NAME = "The numeric API";
    private static final Duration INITIAL_BACKOFF = Duration.ofMillis(10);

    private final NumberRestClient restClient;
    private final EventLoopTimer timer;
    private final Duration callTimeout;
    private final int maxRetries;
    private final Duration circuitBreakerDelay;
    private final String baseUrl;
    private final TypedGuard<Uni<Envelope<String>>> guard;

    NumberClient(@RestClient NumberRestClient restClient, EventLoopTimer timer, NumberConfig config,
            @ConfigProperty(name = URL_PROPERTY) URI url) {
        this.restClient = restClient;
        this.timer = timer;
        this.callTimeout = config.callTimeout();
        this.maxRetries = config.retry().maxRetries();
        this.circuitBreakerDelay = config.circuitBreaker().delay();
        this.baseUrl = url.toString().replaceFirst("/+$", "") + "/api/";
        this.guard = TypedGuard.create(new TypeLiteral<Uni<Envelope<String>>>() {
        })
                // becomes the tag "method" of the fault tolerance metrics, which are not recorded without a description
                .withDescription("number-api")
                .withCircuitBreaker().name("number-api")
                .requestVolumeThreshold(config.circuitBreaker().requestVolumeThreshold())
                .failureRatio(config.circuitBreaker().failureRatio())
                .delay(circuitBreakerDelay.toMillis(), ChronoUnit.MILLIS)
                .skipOn(CancellationException.class).done()
                .build();
    }

    /**
     * Requests {@code number} over HTTP.
     *
     * @param number 0 or greater
     * @return the response. Every failure is an {@link UpstreamException}, and none comes later than the call timeout.
     *         Cancelling
     *         the {@code Uni} aborts the request and closes its connection.
     */
    public Uni<NumberResponse> getNumber(int number) {
        return Uni.createFrom().deferred(() -> {
            long startNanos = System.nanoTime();
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            return guard
                    .get(() -> Uni.join().first(callWithRetries(number), timeout(), cancellation(cancelled)).toTerminate())
                    .onFailure(CircuitBreakerOpenException.class)
                    .transform(open -> new CircuitOpen(UPSTREAM_NAME, circuitBreakerDelay, open))
                    .map(body -> new NumberResponse(URI.create(baseUrl + number), body,
                            Duration.ofNanos(System.nanoTime() - startNanos)))
                    .invoke(response -> LOG.debugf("%s responded in %s ms", response.url(), response.duration().toMillis()))
                    .onCancellation().invoke(() -> cancelled.complete(null));
        });
    }

    private Uni<Envelope<String>> timeout() {
        return timer.timeout(callTimeout, () -> new TimedOut(UPSTREAM_NAME, null));
    }

    // The guard does not cancel the guarded Uni when its own subscriber cancels (quarkus#47548), so cancellation ends the call as
    // a failure that the circuit breaker skips.
    private static Uni<Envelope<String>> cancellation(CompletableFuture<Void> cancelled) {
        return Uni.createFrom().emitter(
                emitter -> cancelled.thenRun(() -> emitter.fail(new CancellationException("The caller cancelled the call."))));
    }

    private Uni<Envelope<String>> callWithRetries(int number) {
        return callOnce(number, maxRetries, INITIAL_BACKOFF)
                .onFailure().transform(failure -> UpstreamExceptions.translate(failure, UPSTREAM_NAME))
                .invoke(body -> validate(body, number));
    }

    // The retries are inside the circuit breaker: a server that closes its idle connections fails every pooled connection once,
    // which says nothing about its health. Mutiny's retry with backoff leaves the event loop, and with it the request's context.
    private Uni<Envelope<String>> callOnce(int number, int retriesLeft, Duration backoff) {
        Uni<Envelope<String>> call = restClient.number(number);
        return retriesLeft == 0 ? call
                : call.onFailure(NumberClient::isConnectionFailed).recoverWithUni(() -> timer.delay(randomized(backoff))
                        .chain(() -> callOnce(number, retriesLeft - 1, backoff.multipliedBy(2))));
    }

    // Random, so that callers that lost their connections at the same time do not reconnect at the same time.
    private static Duration randomized(Duration average) {
        return Duration.ofMillis(
                ThreadLocalRandom.current().nextLong(average.toMillis() / 2, average.toMillis() * 3 / 2));
    }

    private static boolean isConnectionFailed(Throwable failure) {
        return UpstreamExceptions.translate(failure, UPSTREAM_NAME) instanceof ConnectionFailed;
    }

    private static void validate(Envelope<String> body, int number) {
        if (body == null || !body.success()) {
            throw new InvalidResponse(UPSTREAM_NAME + " returned a response without success.");
        }
        if (!String.valueOf(number).equals(body.data())) {
            throw new InvalidResponse(UPSTREAM_NAME + " returned a different number than requested (requested " + number
                    + ", received " + body.data() + ").");
        }
    }
}
