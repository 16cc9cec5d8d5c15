package dev.meanwhile.http.timeout;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Counts the bytes that wait because the windows of HTTP/2 are exhausted. Netty 4.1 counts them too, but does not publish the
 * number.
 */
final class CountingFlowController implements Http2RemoteFlowController {

    private final Http2RemoteFlowController delegate;
    private final UnreadBytes unread;

    CountingFlowController(Http2RemoteFlowController delegate, UnreadBytes unread) {
        this.delegate = delegate;
        this.unread = unread;
    }

    @Override
    public void addFlowControlled(Http2Stream stream, FlowControlled payload) {
        int size = payload.size();
        if (size == 0) {
            delegate.addFlowControlled(stream, payload);
            return;
        }
        // before the check, which may close the connection and so release the payload
        delegate.addFlowControlled(stream, new CountedPayload(payload, unread));
        unread.onFlowControlled(size);
    }

    @Override
    public ChannelHandlerContext channelHandlerContext() {
        return delegate.channelHandlerContext();
    }

    @Override
    public void channelHandlerContext(ChannelHandlerContext context) throws Http2Exception {
        delegate.channelHandlerContext(context);
    }

    @Override
    public boolean hasFlowControlled(Http2Stream stream) {
        return delegate.hasFlowControlled(stream);
    }

    @Override
    public void writePendingBytes() throws Http2Exception {
        delegate.writePendingBytes();
    }

    @Override
    public void listener(Listener listener) {
        delegate.listener(listener);
    }

    @Override
    public boolean isWritable(Http2Stream stream) {
        return delegate.isWritable(stream);
    }

    @Override
    public void channelWritabilityChanged() throws Http2Exception {
        delegate.channelWritabilityChanged();
    }

    @Override
    public void updateDependencyTree(int childStreamId, int parentStreamId, short weight, boolean exclusive) {
        delegate.updateDependencyTree(childStreamId, parentStreamId, weight, exclusive);
    }

    @Override
    public void initialWindowSize(int newWindowSize) throws Http2Exception {
        delegate.initialWindowSize(newWindowSize);
    }

    @Override
    public int initialWindowSize() {
        return delegate.initialWindowSize();
    }

    @Override
    public int windowSize(Http2Stream stream) {
        return delegate.windowSize(stream);
    }

    @Override
    public void incrementWindowSize(Http2Stream stream, int delta) throws Http2Exception {
        delegate.incrementWindowSize(stream, delta);
    }

    private record CountedPayload(FlowControlled delegate, UnreadBytes unread) implements FlowControlled {

        @Override
        public int size() {
            return delegate.size();
        }

        @Override
        public void error(ChannelHandlerContext context, Throwable cause) {
            unread.onFlowControlled(-delegate.size());
            delegate.error(context, cause);
        }

        @Override
        public void writeComplete() {
            delegate.writeComplete();
        }

        @Override
        public void write(ChannelHandlerContext context, int allowedBytes) {
            int before = delegate.size();
            delegate.write(context, allowedBytes);
            unread.onFlowControlled(delegate.size() - before);
        }

        @Override
        public boolean merge(ChannelHandlerContext context, FlowControlled next) {
            return delegate.merge(context, next instanceof CountedPayload counted ? counted.delegate : next);
        }
    }
}
