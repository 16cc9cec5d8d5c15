package dev.meanwhile.number;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.util.TypeLiteral;

import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.api.UpstreamException.CircuitOpen;
import dev.meanwhile.client.EventLoopTimer;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;

/**
 * Circuit breaker of the numeric API. A call that its caller cancels is neither a success nor a failure. It is aborted after
 * 50 ms and not recorded, unless it completes before. Two kinds of calls continue without their callers until their outcome
 * is known: the trial call of a half-open circuit, and the observed calls of {@link CancelledCalls}. At most
 * {@code request-volume-threshold} calls are observed at the same time.
 */
@ApplicationScoped
class NumberCircuitBreaker {

    private static final String NAME = "number-api";

    /**
     * Time from the cancellation of a call until it is aborted. The connection is kept if the upstream responds in this time.
     * Workaround for Quarkus 3.33 ({@code ClientSendRequestHandler}): a request that is cancelled while its connection is
     * being opened is neither sent nor reset, and occupies the connection until the read timeout.
     */
    private static final Duration ABORT_DELAY = Duration.ofMillis(50);

    private final EventLoopTimer timer;
    private final CircuitBreakerMaintenance maintenance;
    private final Duration delay;
    private final CancelledCalls cancelledCalls;
    private final TypedGuard<Uni<Envelope<String>>> guard;

    NumberCircuitBreaker(CircuitBreakerMaintenance maintenance, EventLoopTimer timer, NumberConfig config) {
        this.timer = timer;
        this.maintenance = maintenance;
        NumberConfig.CircuitBreaker breaker = config.circuitBreaker();
        this.delay = breaker.delay();
        this.cancelledCalls = new CancelledCalls(breaker.requestVolumeThreshold(), breaker.failureRatio());
        this.guard = TypedGuard.create(new TypeLiteral<Uni<Envelope<String>>>() {
        })
                // becomes the tag "method" of the fault tolerance metrics, which are not recorded without a description
                .withDescription(NAME)
                .withCircuitBreaker().name(NAME)
                .requestVolumeThreshold(breaker.requestVolumeThreshold())
                .failureRatio(breaker.failureRatio())
                .delay(delay.toMillis(), ChronoUnit.MILLIS).done()
                // Without these two lines, the guard puts the call and its result into the queue of the event loop. The HTTP
                // client and the timers complete the call on the context of the request already.
                .withThreadOffload(true)
                .withThreadOffloadExecutor(Runnable::run)
                .build();
    }

    /**
     * Executes a call, or fails with {@link CircuitOpen} without executing it.
     *
     * @param call creates the call from a {@code Uni} that fails when the call must be aborted, and must fail with the same
     *        failure then
     * @return the result of the call
     */
    Uni<Envelope<String>> protect(Function<Uni<Envelope<String>>, Uni<Envelope<String>>> call) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            return guard.get(() -> execute(call, cancelled))
                    .onFailure(CircuitBreakerOpenException.class)
                    .transform(open -> new CircuitOpen(NumberClient.UPSTREAM_NAME, delay, open))
                    .onCancellation().invoke(() -> cancelled.complete(null));
        });
    }

    private Uni<Envelope<String>> execute(Function<Uni<Envelope<String>>, Uni<Envelope<String>>> call,
            CompletableFuture<Void> cancelled) {
        if (maintenance.currentState(NAME) == CircuitBreakerState.HALF_OPEN) {
            return call.apply(Uni.createFrom().nothing());
        }
        if (cancelledCalls.tryObserve()) {
            return call.apply(Uni.createFrom().nothing())
                    .invoke(cancelledCalls::onSuccess).onTermination().invoke(cancelledCalls::onObserved);
        }
        return call.apply(cancellation(cancelled)).invoke(cancelledCalls::onSuccess)
                // The guard would record every item as a success and every failure as a failure or a success.
                .onFailure(CancellationException.class).recoverWithUni(() -> {
                    cancelledCalls.onCancellation();
                    return Uni.createFrom().nothing();
                });
    }

    // The guard does not cancel the guarded Uni when its own subscriber cancels (quarkus#47548).
    private Uni<Envelope<String>> cancellation(CompletableFuture<Void> cancelled) {
        return Uni.createFrom().<Void> emitter(emitter -> cancelled.thenRun(() -> emitter.complete(null)))
                .chain(() -> timer.timeout(ABORT_DELAY, () -> new CancellationException("The caller cancelled the call.")));
    }
}
