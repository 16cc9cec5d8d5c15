package dev.meanwhile.number;

import java.util.concurrent.Semaphore;

/**
 * Decides which calls continue to their outcome although their callers cancel them. It counts cancelled and successful calls.
 * If the cancelled calls would have opened the circuit as failures, the next calls are observed to their end. Otherwise an
 * upstream that never responds would never open the circuit if all callers cancel before the timeout.
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
