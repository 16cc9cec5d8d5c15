package dev.meanwhile.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;

/**
 * Time limit of one call, which counts only the time in which this process runs. When a process was stopped or suspended, or
 * got no CPU time, all its timers have expired. A call with a single timer would then fail as if the upstream were slow. The
 * limit is therefore divided into slices, each with its own timer. A slice whose timer fires late counts as at most
 * three slices, or as one slice and 250 ms if that is more.
 */
public final class CallTimeout {

    private static final int SLICES = 8;

    // longer than the pauses of the garbage collector and the delays of a busy event loop
    private static final long MIN_STANDSTILL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Vertx vertx;
    private final long sliceNanos;
    private final long standstillNanos;
    private long remainingNanos;
    private volatile long sliceStart = System.nanoTime();
    private volatile boolean stoodStill;
    private volatile long timer;

    CallTimeout(Vertx vertx, Duration timeout) {
        this.vertx = vertx;
        this.remainingNanos = timeout.toNanos();
        this.sliceNanos = remainingNanos / SLICES;
        this.standstillNanos = Math.max(MIN_STANDSTILL_NANOS, 2 * sliceNanos);
    }

    /**
     * Starts the time limit with its subscription, and fails when it is reached. Joined with a call by
     * {@code Uni.join().first(…)}, it cancels the call. May be subscribed to once.
     */
    public <T> Uni<T> expiry(Supplier<? extends Throwable> failure) {
        return Uni.createFrom().emitter(emitter -> {
            sliceStart = System.nanoTime();
            startSlice(emitter, failure);
            emitter.onTermination(() -> vertx.cancelTimer(timer));
        });
    }

    private void startSlice(UniEmitter<?> emitter, Supplier<? extends Throwable> failure) {
        long millis = TimeUnit.NANOSECONDS.toMillis(Math.min(sliceNanos, remainingNanos));
        timer = vertx.setTimer(Math.max(1, millis), fired -> {
            stoodStill = stoodStill();
            long now = System.nanoTime();
            remainingNanos -= Math.min(now - sliceStart, sliceNanos + standstillNanos);
            sliceStart = now;
            if (remainingNanos <= 0) {
                emitter.fail(failure.get());
            } else {
                startSlice(emitter, failure);
            }
        });
    }

    /** Whether this process stood still for a quarter of the timeout, and for 250 ms, since the start of the call. */
    public boolean stoodStill() {
        return stoodStill || System.nanoTime() - sliceStart > sliceNanos + standstillNanos;
    }
}
