package dev.meanwhile.fetch;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Singleton;

import dev.meanwhile.api.RequestRejectedException;
import io.vertx.ext.web.RoutingContext;

/**
 * Limits the bytes of all fetched documents in memory to a quarter of the maximum heap. A document of n bytes needs up to 2 n
 * bytes of heap while it is received and as text, and another 4 n bytes while it is converted. Without this limit, a few
 * concurrent requests for large documents end the process with an {@code OutOfMemoryError}.
 */
@Singleton
public class DocumentMemory {

    private static final int HEAP_SHARE = 4;

    private final AtomicLong used = new AtomicLong();
    private final long limit;

    DocumentMemory() {
        this(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    DocumentMemory(long limit) {
        this.limit = limit;
    }

    /** Returns a reservation that is released once the response of {@code context} is written or its connection is closed. */
    public Reservation reserveFor(RoutingContext context) {
        Reservation reservation = reserve();
        context.addBodyEndHandler(written -> reservation.release());
        context.addEndHandler(ended -> reservation.release());
        return reservation;
    }

    Reservation reserve() {
        return new Reservation();
    }

    /** The bytes of the documents of one request. */
    public final class Reservation {

        private long bytes;
        private boolean released;

        /**
         * Reserves {@code more} bytes.
         *
         * @throws RequestRejectedException with status 503 if the limit is exceeded
         * @throws CancellationException if the request has ended
         */
        synchronized void add(long more) {
            if (released) {
                throw new CancellationException("The request has ended.");
            }
            if (used.addAndGet(more) > limit) {
                used.addAndGet(-more);
                throw new RequestRejectedException(503, "The memory limit of fetched documents is reached. Retry later.");
            }
            bytes += more;
        }

        /** Releases all bytes. Further calls have no effect. */
        synchronized void release() {
            released = true;
            used.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
