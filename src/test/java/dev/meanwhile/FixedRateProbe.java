package dev.meanwhile;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends requests at a fixed rate, whether or not earlier ones have completed. Latencies are measured from the scheduled start,
 * so that a late start counts as latency.
 */
public final class FixedRateProbe {

    private static final int TIMEOUT_SECONDS = 20;

    private final Histogram millis = new ConcurrentHistogram(3);
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final Phaser inFlight = new Phaser(1);
    private final long interval;
    private long nextScheduled = System.nanoTime();

    private FixedRateProbe(Duration interval) {
        this.interval = interval.toNanos();
    }

    /** Starts to send. The future of {@code request} must fail if the response is not the expected one. */
    public static FixedRateProbe every(Duration interval, Supplier<CompletableFuture<?>> request) {
        FixedRateProbe probe = new FixedRateProbe(interval);
        probe.scheduler.scheduleAtFixedRate(() -> probe.measure(request), 0, probe.interval, TimeUnit.NANOSECONDS);
        return probe;
    }

    private void measure(Supplier<CompletableFuture<?>> request) {
        long scheduled = nextScheduled;
        nextScheduled += interval;
        inFlight.register();
        CompletableFuture.completedFuture(null).<Object> thenCompose(start -> request.get().thenApply(response -> response))
                .thenRun(() -> millis.recordValue(TimeUnit.NANOSECONDS.toMillis(Math.max(0, System.nanoTime() - scheduled))))
                .whenComplete((recorded, failure) -> {
                    if (failure != null) {
                        failures.add(failure);
                    }
                    inFlight.arriveAndDeregister();
                });
    }

    /**
     * Stops sending and waits for all responses.
     *
     * @return the latencies in milliseconds
     * @throws AssertionError if a request failed or has no response within 20 s
     */
    public Histogram end() {
        scheduler.shutdown();
        try {
            if (!scheduler.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("The probe did not stop sending requests");
            }
            inFlight.awaitAdvanceInterruptibly(inFlight.arrive(), TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new AssertionError(inFlight.getUnarrivedParties() + " requests have no response", e);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(
                    failures.size() + " of " + (failures.size() + millis.getTotalCount())
                            + " requests failed; the cause is the first failure",
                    failures.peek());
        }
        return millis;
    }
}
