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

/** Asks the numeric API, within a deadline, again where that is safe, and not at all while its circuit is open. */
@ApplicationScoped
public class NumberClient {

    private static final Logger LOG = Logger.getLogger(NumberClient.class);

    private static final String URL_PROPERTY = "quarkus.rest-client.number-api.url";
    private static final Duration INITIAL_BACKOFF = Duration.ofMillis(10);
    private static final String UPSTREAM_NAME = "The numeric API";

    private final NumberRestClient api;
    private final EventLoopTimer timer;
    private final Duration callTimeout;
    private final int retries;
    private final Duration circuitBreakerDelay;
    private final String address;
    private final TypedGuard<Uni<Envelope<String>>> guard;

    NumberClient(@RestClient NumberRestClient api, EventLoopTimer timer, NumberConfig config,
            @ConfigProperty(name = URL_PROPERTY) URI address) {
        this.api = api;
        this.timer = timer;
        this.callTimeout = config.deadline();
        this.retries = config.retries();
        this.circuitBreakerDelay = config.breaker().delay();
        this.address = address.toString().replaceFirst("/+$", "") + "/api/";
        this.guard = TypedGuard.create(new TypeLiteral<Uni<Envelope<String>>>() {
        })
                // the description is what its metrics are tagged with, and without one there are none
                .withDescription("number-api")
                .withCircuitBreaker().name("number-api")
                .requestVolumeThreshold(config.breaker().volume())
                .failureRatio(config.breaker().failureRatio())
                .delay(circuitBreakerDelay.toMillis(), ChronoUnit.MILLIS)
                .skipOn(CancellationException.class).done()
                .build();
    }

    /**
     * Asks for {@code number} over HTTP.
     *
     * @param number 0 or above
     * @return the reply; fails with an {@link UpstreamException}, whatever happened, and never later than the deadline.
     *         Cancelling it closes the connection.
     */
    public Uni<NumberResponse> ask(int number) {
        return Uni.createFrom().deferred(() -> {
            long startNanos = System.nanoTime();
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            return guard.get(() -> Uni.join().first(callWithRetries(number), timeout(), cancellation(cancelled)).toTerminate())
                    .onFailure(CircuitBreakerOpenException.class)
                    .transform(open -> new CircuitOpen(UPSTREAM_NAME, circuitBreakerDelay, open))
                    .map(answer -> new NumberResponse(URI.create(address + number), answer,
                            Duration.ofNanos(System.nanoTime() - startNanos)))
                    .invoke(reply -> LOG.debugf("%s answered in %d ms", reply.source(), reply.took().toMillis()))
                    .onCancellation().invoke(() -> cancelled.complete(null));
        });
    }

    // The guard does not cancel the call when its subscriber cancels (quarkus#47548), so cancellation is a result of the call.
    private static Uni<Envelope<String>> cancellation(CompletableFuture<Void> cancelled) {
        return Uni.createFrom().emitter(
                emitter -> cancelled.thenRun(() -> emitter.fail(new CancellationException("The caller cancelled the call."))));
    }

    private Uni<Envelope<String>> timeout() {
        return timer.timeout(callTimeout, () -> new TimedOut(UPSTREAM_NAME, null));
    }

    private Uni<Envelope<String>> callWithRetries(int number) {
        return callOnce(number, retries, INITIAL_BACKOFF)
                .onFailure().transform(failure -> UpstreamExceptions.translate(failure, UPSTREAM_NAME))
                .invoke(answer -> validate(answer, number));
    }

    // The retries are inside the circuit: when a server closes its idle connections, every pooled one fails once,
    // and that says nothing about the server. Mutiny's own retry with a back-off would go by a thread of its own, which
    // knows nothing of the request, nor of its trace, and cost every page that needs none.
    private Uni<Envelope<String>> callOnce(int number, int retriesLeft, Duration backoff) {
        Uni<Envelope<String>> call = api.number(number);
        return retriesLeft == 0 ? call
                : call.onFailure(NumberClient::isConnectionFailed).recoverWithUni(
                        () -> backoff(backoff).chain(() -> callOnce(number, retriesLeft - 1, backoff.multipliedBy(2))));
    }

    // random, so that callers that lost their connections to one server do not reconnect all at once
    private Uni<Void> backoff(Duration average) {
        return timer.delay(Duration.ofMillis(
                ThreadLocalRandom.current().nextLong(average.toMillis() / 2, average.toMillis() * 3 / 2)));
    }

    private static boolean isConnectionFailed(Throwable failure) {
        return UpstreamExceptions.translate(failure, UPSTREAM_NAME) instanceof ConnectionFailed;
    }

    private static void validate(Envelope<String> answer, int number) {
        if (answer == null || !answer.success()) {
            throw new InvalidResponse(UPSTREAM_NAME + " refused to answer.");
        }
        if (!String.valueOf(number).equals(answer.data())) {
            throw new InvalidResponse(UPSTREAM_NAME + " answered another question.");
        }
    }
}
