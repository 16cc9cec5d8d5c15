package dev.meanwhile.http.timeout;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Observes the requests and responses of HTTP/1. It keeps a pipelined request until the client has read the previous
 * response.
 * <p>
 * Vert.x 4.5 starts the next request as soon as a response is complete, even if the client has read nothing of it. It does so
 * recursively, so that some hundred requests in one buffer cause a {@code StackOverflowError}. The queue can be deleted when
 * Vert.x has neither defect.
 */
final class HttpMessageHandler extends ChannelDuplexHandler {

    private final ConnectionTimeoutTracker connection;
    private final Runnable onUpgrade;
    private final Queue<Object> heldBack = new ArrayDeque<>(0);
    private boolean responsePending;
    private boolean readSuspended;

    HttpMessageHandler(ConnectionTimeoutTracker connection, Runnable onUpgrade) {
        this.connection = connection;
        this.onUpgrade = onUpgrade;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            connection.onRequestStart();
        }
        if (message instanceof LastHttpContent) {
            connection.onRequestEnd();
        }
        if (!heldBack.isEmpty() || message instanceof HttpRequest && isBusy(context)) {
            heldBack.add(message);
            suspendReading(context);
        } else {
            forward(context, message);
        }
    }

    private boolean isBusy(ChannelHandlerContext context) {
        return responsePending || !context.channel().isWritable();
    }

    private void forward(ChannelHandlerContext context, Object message) {
        responsePending |= message instanceof HttpRequest;
        context.fireChannelRead(message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        forwardHeldBack(context);
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(message, promise);
        if (message instanceof LastHttpContent && !isInterim(message)) {
            connection.onResponseEnd();
            responsePending = false;
            if (!heldBack.isEmpty()) {
                // not from within the response, because that would repeat the recursion of Vert.x
                context.executor().execute(() -> forwardHeldBack(context));
            }
        }
    }

    private void forwardHeldBack(ChannelHandlerContext context) {
        if (heldBack.isEmpty() || isBusy(context)) {
            return;
        }
        do {
            Object message = heldBack.poll();
            if (heldBack.isEmpty()) {
                // before the message, because Vert.x may also suspend reading on it
                resumeReading(context);
            }
            forward(context, message);
        } while (!heldBack.isEmpty() && !(heldBack.peek() instanceof HttpRequest));
        context.fireChannelReadComplete();
    }

    private void suspendReading(ChannelHandlerContext context) {
        if (context.channel().config().isAutoRead()) {
            context.channel().config().setAutoRead(false);
            readSuspended = true;
        }
    }

    private void resumeReading(ChannelHandlerContext context) {
        if (readSuspended) {
            readSuspended = false;
            connection.onReadResumed();
            context.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        releaseHeldBack();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        releaseHeldBack();
        if (context.channel().isActive()) {
            onUpgrade.run();
        }
    }

    private void releaseHeldBack() {
        for (Object message = heldBack.poll(); message != null; message = heldBack.poll()) {
            ReferenceCountUtil.release(message);
        }
    }

    // For example 100 Continue.
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
