package dev.meanwhile.http.timeout;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Limits the bytes of responses that wait for their clients, over all connections of both ports.
 * <p>
 * Netty and the flow control of HTTP/2 queue the bytes that a client does not read. The queue has no bound. It is in direct
 * memory, whose limit is that of the heap by default. Without this class, a few clients that do not read exhaust direct
 * memory, and every other request fails (quarkusio/quarkus#41635).
 */
final class PendingBytesLimit {

    private final long softLimit;
    private final long hardLimit;
    private final long softMemoryLimit;
    private final long hardMemoryLimit;
    private final LongSupplier usedMemory;
    private final Set<UnreadBytes> pending = new HashSet<>();
    private long total;

    /**
     * @param memory bytes of direct memory. The soft limit of the bytes that wait for clients is 3/8 of them, the hard limit
     *        5/8.
     * @param usedMemory bytes of direct memory in use. They exceed the bytes that wait, because Netty allocates memory in
     *        chunks, and keeps a chunk as long as one of its buffers is in use. The soft limit is 6/8 of {@code memory}, the
     *        hard limit 7/8.
     */
    PendingBytesLimit(long memory, LongSupplier usedMemory) {
        softLimit = memory / 8 * 3;
        hardLimit = memory / 8 * 5;
        softMemoryLimit = memory / 8 * 6;
        hardMemoryLimit = memory / 8 * 7;
        this.usedMemory = usedMemory;
    }

    synchronized long total() {
        return total;
    }

    /**
     * Counts the bytes that wait for the client of {@code connection}. Over the soft limit, closes the connections whose
     * clients have read no byte for the longest time. They are closed later, on their event loops. Over the hard limit, the
     * caller must therefore close its connection at once.
     *
     * @param bytes the bytes that wait, including those that the caller is about to write
     * @return whether the caller must close {@code connection}
     */
    synchronized boolean isExceededBy(UnreadBytes connection, long bytes) {
        count(connection, bytes);
        if (bytes == 0 || excess() <= 0) {
            return false;
        }
        // Counts the other connections again, because their counts date from their last flush.
        pending.stream().filter(other -> other != connection).toList().forEach(other -> count(other, other.pendingBytes()));
        // One connection that needs half of the limit is closed before others that need less.
        long excess = excess();
        return total > hardLimit || usedMemory.getAsLong() > hardMemoryLimit
                || excess > 0 && (bytes > softLimit / 2 || isSlowest(connection, excess));
    }

    private long excess() {
        return Math.max(total - softLimit, usedMemory.getAsLong() - softMemoryLimit);
    }

    private boolean isSlowest(UnreadBytes connection, long excess) {
        long closing = pending.stream().filter(UnreadBytes::isClosing).mapToLong(other -> other.counted).sum();
        for (UnreadBytes slowest : pending.stream().filter(other -> !other.isClosing())
                .sorted(Comparator.comparingLong(UnreadBytes::lastProgress)).toList()) {
            if (closing >= excess) {
                return false;
            }
            if (slowest == connection) {
                return true;
            }
            closing += slowest.counted;
            slowest.closeFromOtherThread();
        }
        return false;
    }

    private void count(UnreadBytes connection, long bytes) {
        total += bytes - connection.counted;
        connection.counted = bytes;
        if (bytes > 0) {
            pending.add(connection);
        } else {
            pending.remove(connection);
        }
    }
}
