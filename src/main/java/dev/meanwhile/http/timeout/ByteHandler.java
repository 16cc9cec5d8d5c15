package dev.meanwhile.http.timeout;

import dev.meanwhile.http.connection.ProtocolHandlers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.ssl.SslHandler;

/**
 * Observes the bytes that are read and written, without TLS, and installs {@link HttpMessageHandler} or
 * {@link CountingFlowController} when the protocol is known.
 */
final class ByteHandler extends ChannelDuplexHandler {

    // Name that Vert.x 4.5 gives to its HTTP/1 encoder; not part of its API.
    private static final String ENCODER = "httpEncoder";

    private final ConnectionTimeoutTracker connection;
    private boolean protocolDetected;

    ByteHandler(ConnectionTimeoutTracker connection) {
        this.connection = connection;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection.scheduleCheck();
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.unread().onClosed();
        context.fireChannelInactive();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        connection.unread().onWritabilityChanged();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            connection.unread().onWrite(bytes.readableBytes());
        }
        context.write(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        connection.unread().onFlush();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ChannelPipeline pipeline = context.pipeline();
        if (!protocolDetected && pipeline.first() == this && pipeline.get(SslHandler.class) != null) {
            pipeline.addAfter(pipeline.context(SslHandler.class).name(), null, new ByteHandler(connection));
            pipeline.remove(this);
            context.fireChannelRead(message);
            return;
        }
        ByteBuf bytes = (ByteBuf) message;
        connection.onRead();
        // Vert.x detects the protocol from the first bytes. If they contained a complete request, it would process the request
        // before the message handler is installed.
        while (!protocolDetected && bytes.isReadable()) {
            context.fireChannelRead(bytes.readRetainedSlice(1));
            protocolDetected = installMessageHandler(pipeline);
        }
        if (bytes.isReadable()) {
            context.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
        connection.onReadComplete();
    }

    private boolean installMessageHandler(ChannelPipeline pipeline) {
        if (pipeline.get(ENCODER) == null) {
            boolean http2 = countFlowControlled(pipeline, connection);
            if (http2) {
                ProtocolHandlers.installHttp2(pipeline, pipeline.get(Http2ConnectionHandler.class));
            }
            return http2;
        }
        ProtocolHandlers.installHttp1(pipeline, ENCODER);
        pipeline.addAfter(ENCODER, null, new HttpMessageHandler(connection, () -> observeUpgrade(pipeline, connection)));
        return true;
    }

    // An upgrade to HTTP/2 removes all handlers but its own.
    private static void observeUpgrade(ChannelPipeline pipeline, ConnectionTimeoutTracker connection) {
        if (countFlowControlled(pipeline, connection)) {
            ByteHandler bytes = new ByteHandler(connection);
            bytes.protocolDetected = true;
            pipeline.addFirst(bytes);
        }
    }

    /** @return whether the connection uses HTTP/2 */
    private static boolean countFlowControlled(ChannelPipeline pipeline, ConnectionTimeoutTracker connection) {
        Http2ConnectionHandler handler = pipeline.get(Http2ConnectionHandler.class);
        if (handler == null) {
            return false;
        }
        Http2Connection.Endpoint<Http2RemoteFlowController> client = handler.connection().remote();
        client.flowController(new CountingFlowController(client.flowController(), connection.unread()));
        return true;
    }
}
