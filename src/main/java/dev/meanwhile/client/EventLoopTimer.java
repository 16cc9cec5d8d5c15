package dev.meanwhile.client;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;

/**
 * Delays and timeouts that fire on the event loop of their subscriber. Timers of Mutiny fire on a worker thread and lose the
 * Vert.x context of the request, and with it the trace.
 */
@ApplicationScoped
public class EventLoopTimer {

    private final Vertx vertx;

    public EventLoopTimer(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Completes after {@code delay}. Cancelling the {@code Uni} cancels the timer.
     *
     * @param delay 0 completes at once, without a timer
     */
    public Uni<Void> delay(Duration delay) {
        return delay.isZero() ? Uni.createFrom().voidItem() : schedule(delay, emitter -> emitter.complete(null));
    }

    /**
     * Returns a time limit that does not count a standstill of this process. The time starts with the subscription to
     * {@link CallTimeout#expiry}.
     */
    public CallTimeout callTimeout(Duration timeout) {
        return new CallTimeout(vertx, timeout);
    }

    /**
     * Fails after {@code timeout}. Joined with a call by {@code Uni.join().first(…)}, it cancels the call.
     *
     * @param timeout above 0
     */
    public <T> Uni<T> timeout(Duration timeout, Supplier<? extends Throwable> failure) {
        return schedule(timeout, emitter -> emitter.fail(failure.get()));
    }

    private <T> Uni<T> schedule(Duration delay, Consumer<UniEmitter<? super T>> action) {
        return Uni.createFrom().emitter(emitter -> {
            long timer = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> action.accept(emitter));
            emitter.onTermination(() -> vertx.cancelTimer(timer));
        });
    }
}
