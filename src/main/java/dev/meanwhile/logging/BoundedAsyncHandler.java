package dev.meanwhile.logging;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.handlers.AsyncHandler;

/**
 * Passes log entries to other handlers on a dedicated thread. If the handlers are too slow, entries are dropped and counted.
 * The last places of the queue are for errors.
 * <p>
 * {@code quarkus.log.console.async.*} neither counts dropped entries nor prefers errors, and can lose the last entries before
 * the process ends.
 */
final class BoundedAsyncHandler extends AsyncHandler {

    static final int QUEUE_LENGTH = 512;
    static final int ONLY_FOR_ERRORS = 64;

    private final Semaphore free = new Semaphore(QUEUE_LENGTH);
    private final LongAdder dropped = new LongAdder();
    private volatile Thread writer;
    private volatile boolean stopping;
    private volatile long stopDeadline;

    BoundedAsyncHandler() {
        super(QUEUE_LENGTH, task -> new Thread(task, "console-log"));
        // Quarkus closes its handlers when it has stopped. Closing a handler that is writing would wait for its reader.
        setCloseChildren(false);
    }

    /** Number of entries that were dropped. */
    long dropped() {
        return dropped.sum();
    }

    /**
     * From now on, entries are written before {@link #publish} returns, unless that takes longer than {@code millis} in all.
     */
    void stop(long millis) {
        stopDeadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        stopping = true;
        awaitWritten();
    }

    @Override
    protected void doPublish(ExtLogRecord entry) {
        if (Thread.currentThread() == writer) {
            // an entry about the writing of an entry, which AsyncHandler would ignore too
            return;
        }
        int reserved = entry.getLevel().intValue() >= Level.ERROR.intValue() ? 0 : ONLY_FOR_ERRORS;
        if (free.availablePermits() <= reserved || !free.tryAcquire()) {
            dropped.increment();
            return;
        }
        super.doPublish(entry);
        if (stopping) {
            awaitWritten();
        }
    }

    @Override
    protected void publishToNestedHandlers(ExtLogRecord entry) {
        writer = Thread.currentThread();
        try {
            super.publishToNestedHandlers(entry);
        } finally {
            free.release();
        }
    }

    private void awaitWritten() {
        try {
            if (free.tryAcquire(QUEUE_LENGTH, stopDeadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                free.release(QUEUE_LENGTH);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
