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

import dev.meanwhile.web.Envelope;
import dev.meanwhile.web.UpstreamException;
import dev.meanwhile.web.UpstreamException.CircuitOpen;
import dev.meanwhile.web.UpstreamException.ConnectionFailed;
import dev.meanwhile.web.UpstreamException.InvalidResponse;
import dev.meanwhile.web.UpstreamException.TimedOut;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/** Asks the numeric API, within a deadline, again where that is safe, and not at all while its circuit is open. */
@ApplicationScoped
public class NumberClient {

    private static final Logger LOG = Logger.getLogger(NumberClient.class);

    private static final String ADDRESS = "quarkus.rest-client.number-api.url";
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(10);
    private static final String UPSTREAM = "The numeric API";

    private final NumberRestClient api;
    private final Vertx vertx;
    private final Duration deadline;
    private final int retries;
    private final Duration breakerDelay;
    private final String address;
    private final TypedGuard<Uni<Envelope<String>>> guard;

    NumberClient(@RestClient NumberRestClient api, Vertx vertx, NumberConfig config,
            @ConfigProperty(name = ADDRESS) URI address) {
        this.api = api;
        this.vertx = vertx;
        this.deadline = config.deadline();
        this.retries = config.retries();
        this.breakerDelay = config.breaker().delay();
        this.address = address.toString().replaceFirst("/+$", "") + "/api/";
        this.guard = TypedGuard.create(new TypeLiteral<Uni<Envelope<String>>>() {
        })
                // the description is what its metrics are tagged with, and without one there are none
                .withDescription("number-api")
                .withCircuitBreaker().name("number-api")
                .requestVolumeThreshold(config.breaker().volume())
                .failureRatio(config.breaker().failureRatio())
                .delay(breakerDelay.toMillis(), ChronoUnit.MILLIS)
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
            long asked = System.nanoTime();
            CompletableFuture<Void> callerLeft = new CompletableFuture<>();
            return guard.get(() -> Uni.join().first(attempts(number), end(callerLeft)).toTerminate())
                    .onFailure(CircuitBreakerOpenException.class)
                    .transform(open -> new CircuitOpen(UPSTREAM, breakerDelay, open))
                    .map(answer -> new NumberResponse(URI.create(address + number), answer,
                            Duration.ofNanos(System.nanoTime() - asked)))
                    .invoke(reply -> LOG.debugf("%s answered in %d ms", reply.source(), reply.took().toMillis()))
                    .onCancellation().invoke(() -> callerLeft.complete(null));
        });
    }

    // The guard does not pass a cancellation on: it waits until the call ends. So what ends it, if not its answer, is its
    // caller's leaving, or the deadline: on a timer of the event loop, for Mutiny's have a thread of their own.
    private Uni<Envelope<String>> end(CompletableFuture<Void> callerLeft) {
        return Uni.createFrom().emitter(end -> {
            callerLeft.thenRun(() -> end.fail(new CancellationException("The caller left.")));
            long timer = vertx.setTimer(deadline.toMillis(), over -> end.fail(new TimedOut(UPSTREAM, null)));
            end.onTermination(() -> vertx.cancelTimer(timer));
        });
    }

    private Uni<Envelope<String>> attempts(int number) {
        return attempt(number, retries, FIRST_BACK_OFF)
                .onFailure().transform(failure -> UpstreamException.of(failure, UPSTREAM))
                .invoke(answer -> check(answer, number));
    }

    // The retries are inside the circuit: when a server closes its idle connections, every pooled one fails once,
    // and that says nothing about the server. Mutiny's own retry with a back-off would go by a thread of its own, which
    // knows nothing of the request, nor of its trace, and cost every page that needs none.
    private Uni<Envelope<String>> attempt(int number, int retriesLeft, Duration backOff) {
        Uni<Envelope<String>> attempt = api.number(number);
        return retriesLeft == 0 ? attempt
                : attempt.onFailure(NumberClient::isUnreachable).recoverWithUni(
                        () -> after(backOff).chain(() -> attempt(number, retriesLeft - 1, backOff.multipliedBy(2))));
    }

    // about as long, lest all who lost their connections to one server come back at once
    private Uni<Void> after(Duration about) {
        long millis = ThreadLocalRandom.current().nextLong(about.toMillis() / 2, about.toMillis() * 3 / 2);
        return Uni.createFrom().emitter(over -> {
            long timer = vertx.setTimer(millis, now -> over.complete(null));
            over.onTermination(() -> vertx.cancelTimer(timer));
        });
    }

    private static boolean isUnreachable(Throwable failure) {
        return UpstreamException.of(failure, UPSTREAM) instanceof ConnectionFailed;
    }

    private static void check(Envelope<String> answer, int number) {
        if (answer == null || !answer.success()) {
            throw new InvalidResponse(UPSTREAM + " refused to answer.");
        }
        if (!String.valueOf(number).equals(answer.data())) {
            throw new InvalidResponse(UPSTREAM + " answered another question.");
        }
    }
}
