package dev.meanwhile.client;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Limits the calls of a client to the size of its connection pool. Further calls wait here in the order of their arrival, so
 * that no call waits in the queue of the HTTP client.
 * <p>
 * The queue of the HTTP client has no bound by default, and a timeout in it is reported as a timeout of the upstream. Vert.x
 * 4.5.27 ({@code SimpleConnectionPool.Recycle}) also does not mark a waiting call as done when it assigns a connection to the
 * call. If the timeout of the call fires before the connection arrives, the call fails, and the connection stays unused until
 * its read timeout. The queue counts the end of this call twice, so {@code http.client.queue.size} becomes negative.
 */
public final class ConnectionLimit {

    private final Set<Permit> waiting = new LinkedHashSet<>();
    private final int maxWaiting;
    private int free;

    /**
     * @param connections maximum number of concurrent calls
     * @param maxWaiting maximum number of calls that wait
     */
    public ConnectionLimit(int connections, int maxWaiting) {
        this.free = connections;
        this.maxWaiting = maxWaiting;
    }

    /** Returns a permit for one call. The permit is not acquired yet. */
    public Permit permit() {
        return new Permit();
    }

    /** The number of calls that wait for a connection. */
    public synchronized int waiting() {
        return waiting.size();
    }

    private void release(Permit permit) {
        Permit next = handOver(permit);
        if (next != null) {
            next.resume();
        }
    }

    // Returns the waiting permit that now holds the connection of the released one.
    private synchronized Permit handOver(Permit released) {
        if (waiting.remove(released) || !released.held) {
            return null;
        }
        released.held = false;
        Iterator<Permit> queue = waiting.iterator();
        if (!queue.hasNext()) {
            free++;
            return null;
        }
        Permit next = queue.next();
        queue.remove();
        next.held = true;
        return next;
    }

    private synchronized boolean tryAcquire(Permit permit) {
        if (free > 0) {
            free--;
            permit.held = true;
        }
        return permit.held;
    }

    private synchronized boolean enqueue(Permit permit) {
        return tryAcquire(permit) || waiting.size() < maxWaiting && waiting.add(permit);
    }

    /** Permission for one call to use a connection. */
    public final class Permit {

        private volatile boolean held;
        private volatile boolean used;
        private volatile Context context;
        private volatile UniEmitter<? super Void> emitter;

        private Permit() {
        }

        /** Acquires the permit without waiting, and returns whether that was possible. */
        public boolean tryAcquire() {
            return ConnectionLimit.this.tryAcquire(this);
        }

        /**
         * Waits for the permit.
         *
         * @return completes on the context of its subscriber once the permit is held, and fails at once with {@code failure} if
         *         too many calls wait
         */
        public Uni<Void> acquire(Supplier<? extends Throwable> failure) {
            return Uni.createFrom().emitter(waiter -> {
                context = Vertx.currentContext();
                emitter = waiter;
                if (!enqueue(this)) {
                    waiter.fail(failure.get());
                } else if (held) {
                    waiter.complete(null);
                }
            });
        }

        private void resume() {
            if (context == null) {
                emitter.complete(null);
            } else {
                context.runOnContext(resumed -> emitter.complete(null));
            }
        }

        /** Holds the permit until {@code call} completes, fails or is cancelled. */
        public <T> Uni<T> during(Uni<T> call) {
            used = true;
            return call.onTermination().invoke(() -> release(this));
        }

        /** Releases a permit without a call. The permit may be held or still waiting. */
        public void releaseIfUnused() {
            if (!used) {
                release(this);
            }
        }
    }
}
