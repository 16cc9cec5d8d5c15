package dev.meanwhile.number;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.api.UpstreamException;
import dev.meanwhile.api.UpstreamException.ConnectionFailed;
import dev.meanwhile.api.UpstreamException.InvalidResponse;
import dev.meanwhile.api.UpstreamException.PoolExhausted;
import dev.meanwhile.api.UpstreamException.TimedOut;
import dev.meanwhile.client.CallTimeout;
import dev.meanwhile.client.ClientQueueGaugeFilter;
import dev.meanwhile.client.ConnectionLimit;
import dev.meanwhile.client.EventLoopTimer;
import dev.meanwhile.client.UpstreamExceptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;

/**
 * Client for the numeric API with a limit of concurrent calls, a circuit breaker, an overall timeout, and retries on connection
 * failures.
 */
@ApplicationScoped
public class NumberClient {

    private static final Logger LOG = Logger.getLogger(NumberClient.class);
    private static final String CLIENT = "quarkus.rest-client.number-api.";
    static final String UPSTREAM_NAME = "The numeric API";
    private static final Duration INITIAL_BACKOFF = Duration.ofMillis(10);
    // at most ten calls per connection wait, for a quarter of the call timeout; the upstream gets the rest of the time
    private static final int WAITING_PER_CONNECTION = 10;
    private static final int WAITING_SHARE = 4;

    private final NumberRestClient restClient;
    private final NumberCircuitBreaker circuitBreaker;
    private final EventLoopTimer timer;
    private final Duration callTimeout;
    private final int maxRetries;
    private final String baseUrl;
    private final ConnectionLimit connections;

    NumberClient(@RestClient NumberRestClient restClient, NumberCircuitBreaker circuitBreaker, EventLoopTimer timer,
            NumberConfig config, @ConfigProperty(name = CLIENT + "url") URI url,
            @ConfigProperty(name = CLIENT + "connection-pool-size") int poolSize, MeterRegistry metrics) {
        this.restClient = restClient;
        this.circuitBreaker = circuitBreaker;
        this.timer = timer;
        this.callTimeout = config.callTimeout();
        this.maxRetries = config.retry().maxRetries();
        this.baseUrl = url.toString().replaceFirst("/+$", "") + "/api/";
        this.connections = new ConnectionLimit(poolSize, WAITING_PER_CONNECTION * poolSize);
        ClientQueueGaugeFilter.register("number-api", connections, metrics);
    }

    /**
     * Requests {@code number} over HTTP.
     *
     * @param number 0 or greater
     * @return the response. Every failure is an {@link UpstreamException}. It comes no later than the call timeout, which
     *         does not count the time in which this process stands still. Cancelling the {@code Uni} aborts the request and
     *         closes its connection, unless {@link NumberCircuitBreaker} needs its outcome.
     */
    public Uni<NumberResponse> getNumber(int number) {
        return Uni.createFrom().deferred(() -> {
            long startNanos = System.nanoTime();
            return callWithConnection(number)
                    .map(body -> {
                        Duration duration = Duration.ofNanos(System.nanoTime() - startNanos);
                        LOG.debugf("%s%s responded in %s ms", baseUrl, number, duration.toMillis());
                        return new NumberResponse(body, duration);
                    });
        });
    }

    /** Returns the URL that {@link #getNumber} requests for {@code number}. */
    public String url(String number) {
        return baseUrl + number;
    }

    /** The number of calls that wait for a connection. */
    int waitingCalls() {
        return connections.waiting();
    }

    // Waiting is outside of the circuit breaker, because a pool that is too small is no failure of the upstream.
    private Uni<Envelope<String>> callWithConnection(int number) {
        ConnectionLimit.Permit permit = connections.permit();
        Duration waiting = callTimeout.dividedBy(WAITING_SHARE);
        return (permit.tryAcquire() ? call(number, permit, callTimeout)
                : Uni.join().first(permit.acquire(NumberClient::poolExhausted),
                        timer.<Void> timeout(waiting, NumberClient::poolExhausted)).toTerminate()
                        .chain(() -> call(number, permit, callTimeout.minus(waiting))))
                .onTermination().invoke(permit::releaseIfUnused);
    }

    private static PoolExhausted poolExhausted() {
        return new PoolExhausted(UPSTREAM_NAME, null);
    }

    private Uni<Envelope<String>> call(int number, ConnectionLimit.Permit permit, Duration limit) {
        CallTimeout timeout = timer.callTimeout(limit);
        return circuitBreaker.protect(cancellation -> permit.during(Uni.join().first(callWithRetries(number, timeout),
                timeout.<Envelope<String>> expiry(() -> new TimedOut(UPSTREAM_NAME, null)), cancellation).toTerminate()));
    }

    private Uni<Envelope<String>> callWithRetries(int number, CallTimeout timeout) {
        return callOnce(number, timeout, maxRetries, INITIAL_BACKOFF).invoke(body -> validate(body, number));
    }

    // The retries are inside the circuit breaker: when a server closes its idle connections, every pooled connection fails
    // once, although the server works. Mutiny's retry with backoff leaves the event loop, and with it the request's context.
    private Uni<Envelope<String>> callOnce(int number, CallTimeout timeout, int retriesLeft, Duration backoff) {
        return restClient.number(number).onFailure().recoverWithUni(failure -> {
            UpstreamException translated = UpstreamExceptions.translate(failure, UPSTREAM_NAME);
            // The timers of Vert.x expire while the process stands still. The call timeout limits this repetition.
            if (translated instanceof TimedOut && timeout.stoodStill()) {
                return callOnce(number, timeout, retriesLeft, backoff);
            }
            if (translated instanceof ConnectionFailed && retriesLeft > 0) {
                return timer.delay(randomized(backoff))
                        .chain(() -> callOnce(number, timeout, retriesLeft - 1, backoff.multipliedBy(2)));
            }
            return Uni.createFrom().failure(translated);
        });
    }

    // Random, so that callers that lost their connections at the same time do not reconnect at the same time.
    private static Duration randomized(Duration average) {
        return Duration.ofMillis(
                ThreadLocalRandom.current().nextLong(average.toMillis() / 2, average.toMillis() * 3 / 2));
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
