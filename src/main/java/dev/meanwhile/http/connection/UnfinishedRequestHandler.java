package dev.meanwhile.http.connection;

import dev.meanwhile.http.filter.LoadSheddingFilter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Counts the memory of requests whose headers or body have not arrived completely. This memory is part of the limit of
 * {@link LoadSheddingFilter}. When the limit is exceeded, the connection is closed. The decoders keep up to 80 KiB per
 * connection.
 */
final class UnfinishedRequestHandler extends ChannelInboundHandlerAdapter {

    // The size of a usual request, which is not counted, to save an atomic operation.
    private static final int UNCOUNTED_BYTES = 4_096;

    private int received;
    private long counted;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        received += ((ByteBuf) message).readableBytes();
        if (received > UNCOUNTED_BYTES && LoadSheddingFilter.isOverloaded()) {
            ((ByteBuf) message).release();
            context.close();
            return;
        }
        context.fireChannelRead(message);
        // The decoder keeps the bytes that it has not passed on by now.
        if (received > UNCOUNTED_BYTES) {
            count(received);
            received = 0;
        }
    }

    /** Call this when the decoder has passed a message on, so that it keeps nothing of what was received. */
    void onMessage() {
        received = 0;
        if (counted > 0) {
            LoadSheddingFilter.release(counted);
            counted = 0;
        }
    }

    private void count(int bytes) {
        LoadSheddingFilter.acquire(bytes);
        counted += bytes;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        onMessage();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        onMessage();
    }
}
