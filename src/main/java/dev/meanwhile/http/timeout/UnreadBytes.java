package dev.meanwhile.http.timeout;

import org.jboss.logging.Logger;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * The bytes of responses that wait until the client of one connection reads them. Use it only on the connection's event loop,
 * except for the methods that any thread may call.
 */
final class UnreadBytes {

    private static final Logger LOG = Logger.getLogger(UnreadBytes.class);
    private static final int MANY_BYTES = 65_536;

    private final Channel channel;
    private final PendingBytesLimit limit;
    private long lastPendingBytes;
    private int lastPendingBuffers;
    private long lastBufferProgress;
    private boolean madeProgress;
    private volatile long flowControlledBytes;
    private volatile long lastProgress = System.nanoTime();
    private volatile boolean closing;

    /** Bytes that {@link PendingBytesLimit} has counted for this connection; written under its lock only. */
    volatile long counted;

    UnreadBytes(Channel channel, PendingBytesLimit limit) {
        this.channel = channel;
        this.limit = limit;
    }

    /** Counts {@code bytes} that are about to be written, if they are many or others wait before them. */
    void onWrite(int bytes) {
        if (bytes > MANY_BYTES || !channel.isWritable()) {
            countPendingBytes(bytes);
        }
    }

    boolean exist() {
        return counted > 0 || pendingBytes() > 0;
    }

    void onFlush() {
        if (exist()) {
            countPendingBytes(0);
        }
    }

    /** Call this when the client has read all waiting bytes, or has stopped reading. */
    void onWritabilityChanged() {
        madeProgress |= channel.isWritable();
        onFlush();
    }

    /** @param bytes bytes that now wait for a window of HTTP/2, negative if they do not wait any more */
    void onFlowControlled(int bytes) {
        flowControlledBytes = flowControlledBytes + bytes;
        if (bytes < 0) {
            madeProgress = true;
        } else if (flowControlledBytes > MANY_BYTES) {
            countPendingBytes(0);
        }
    }

    void onClosed() {
        closing = true;
        if (counted > 0) {
            limit.isExceededBy(this, 0);
        }
    }

    private void countPendingBytes(int about) {
        if (counted == 0) {
            lastProgress = System.nanoTime();
        }
        if (!closing && limit.isExceededBy(this, pendingBytes() + about)) {
            closeUnread();
        }
    }

    /** Bytes that wait in Netty until the client reads; any thread may call this. */
    long pendingBytes() {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        return flowControlledBytes + (out == null ? 0 : out.totalPendingWriteBytes());
    }

    /** The last time at which the client read a byte of a response, or no byte waited for it. Any thread may call this. */
    long lastProgress() {
        return lastProgress;
    }

    /** Whether the connection will be closed soon; any thread may call this. */
    boolean isClosing() {
        return closing;
    }

    void closeFromOtherThread() {
        closing = true;
        channel.eventLoop().execute(this::closeUnread);
    }

    private void closeUnread() {
        closing = true;
        LOG.warnf("Closing %s: it does not read %s bytes, and responses that wait for clients need too much memory", channel,
                pendingBytes());
        reset();
    }

    /** Closes the connection. Frees the buffers of the kernel too. */
    void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        // not through the HTTP/2 or TLS handlers, which would wait for the client
        channel.pipeline().firstContext().close();
    }

    /** @return the last time, up to {@code now}, at which the client read a byte, or no byte waited for it */
    long checkProgress(long now) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        if (out == null) {
            return now;
        }
        long bytes = pendingBytes();
        // If a client reads nothing, the first buffer does not change, and the numbers can only grow.
        if (bytes == 0 || madeProgress || bytes < lastPendingBytes || out.size() < lastPendingBuffers
                || out.currentProgress() != lastBufferProgress) {
            lastProgress = now;
        }
        madeProgress = false;
        lastPendingBytes = bytes;
        lastPendingBuffers = out.size();
        lastBufferProgress = out.currentProgress();
        countPendingBytes(0);
        return lastProgress;
    }
}
