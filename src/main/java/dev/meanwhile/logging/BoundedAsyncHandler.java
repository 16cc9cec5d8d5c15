package dev.meanwhile.logging;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.handlers.AsyncHandler;

/**
 * Passes log entries to other handlers on a dedicated thread. If the handlers are too slow, entries are dropped and counted.
 * The last places of the queue are for errors. The handlers are flushed when no entry waits, and after every
 * {@value #MAX_UNFLUSHED} entries.
 * <p>
 * {@code quarkus.log.console.async.*} neither counts dropped entries nor prefers errors, and can lose the last entries before
 * the process ends.
 */
final class BoundedAsyncHandler extends AsyncHandler {

    static final int QUEUE_LENGTH = 512;
    static final int ONLY_FOR_ERRORS = 64;
    static final int MAX_UNFLUSHED = 64;

    // Without a pause, the thread would wait for each entry, and the event loops would wake it for each entry. Waking a thread
    // costs more CPU time than writing an entry. The queue is long enough for the entries of this time.
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Semaphore free = new Semaphore(QUEUE_LENGTH);
    private final LongAdder dropped = new LongAdder();
    private volatile Thread writer;
    private int unflushed;
    private volatile boolean stopping;
    private volatile long stopDeadline;

    BoundedAsyncHandler() {
        super(QUEUE_LENGTH, task -> new Thread(task, "console-log"));
        // publishToNestedHandlers flushes.
        setAutoFlush(false);
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
            unflushed++;
            boolean noneWaits = free.availablePermits() + unflushed == QUEUE_LENGTH;
            if (noneWaits || unflushed == MAX_UNFLUSHED) {
                flush();
                free.release(unflushed);
                unflushed = 0;
            }
            if (noneWaits && !stopping) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
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
