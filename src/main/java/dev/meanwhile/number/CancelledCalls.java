package dev.meanwhile.number;

import java.util.concurrent.Semaphore;

/**
 * Decides when calls need an outcome although their callers cancel them. Cancelled calls are weighed against successful ones:
 * if
 * the cancelled calls would open the circuit had they failed, the next calls are observed to their end. Without that, an
 * upstream
 * that never responds would never open the circuit for callers that lose patience before the timeout.
 */
final class CancelledCalls {

    private final double threshold;
    private final double successWeight;
    private final Semaphore observers;
    private volatile double balance;

    /**
     * @param volume number of calls that the circuit breaker computes the failure ratio from, and maximum number of calls that
     *        are observed at the same time
     * @param failureRatio ratio of failed calls that opens the circuit
     */
    CancelledCalls(int volume, double failureRatio) {
        this.threshold = Math.ceil(volume * failureRatio);
        // infinite for the ratio 1, with which one success keeps the circuit closed
        this.successWeight = failureRatio / (1 - failureRatio);
        this.observers = new Semaphore(volume);
    }

    synchronized void onCancellation() {
        balance = Math.min(threshold, balance + 1);
    }

    void onSuccess() {
        if (balance > 0) {
            synchronized (this) {
                balance = Math.max(0, balance - successWeight);
            }
        }
    }

    /** Returns whether a new call must be observed. {@link #onObserved} must be called when it has ended. */
    boolean tryObserve() {
        return balance >= threshold && observers.tryAcquire();
    }

    void onObserved() {
        observers.release();
    }
}
