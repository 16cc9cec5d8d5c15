package dev.meanwhile.http.timeout;

import jakarta.enterprise.event.Observes;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Closes connections of idle and slow clients after the timeouts of {@link HttpTimeoutsConfig}. Netty calls this extension for
 * every accepted connection.
 * <p>
 * Vert.x 4.5 has only an idle timeout, {@code quarkus.http.idle-timeout}. It must be longer than the longest response takes,
 * and a client that sends one byte now and then never reaches it. This extension can be deleted when Vert.x has a timeout for
 * the arrival of a request and an idle timeout that ignores connections with a pending response.
 * <p>
 * One timer per connection checks its state, and a request only sets flags. Netty loads extensions in the packaged application
 * only: in dev mode and in {@code @QuarkusTest}, Netty and this class have different class loaders.
 */
// Netty's ServiceLoader creates it reflectively in a native executable.
@RegisterForReflection
public final class ConnectionTimeoutExtension extends ChannelInitializerExtension {

    // Name that Vert.x 4.5 gives to its HTTP/1 encoder; not part of its API.
    private static final String ENCODER = "httpEncoder";

    private static volatile HttpTimeoutsConfig config;

    // Netty loads its extensions when it binds the first server socket, which happens after StartupEvent.
    static void enable(@Observes StartupEvent start, HttpTimeoutsConfig timeouts) {
        config = timeouts;
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        // The configuration is null if another class loader than the application's has loaded this class.
        if (config != null) {
            channel.pipeline().addLast(new InboundByteHandler(new ConnectionTimeoutTracker(channel, config)));
        }
    }

    /** Observes the bytes that are read, after TLS, and installs {@link HttpMessageHandler} when the protocol is known. */
    private static final class InboundByteHandler extends ChannelInboundHandlerAdapter {

        private final ConnectionTimeoutTracker connection;
        private boolean protocolDetected;

        InboundByteHandler(ConnectionTimeoutTracker connection) {
            this.connection = connection;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            connection.scheduleCheck();
            context.fireChannelActive();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ChannelPipeline pipeline = context.pipeline();
            if (!protocolDetected && pipeline.first() == this && pipeline.get(SslHandler.class) != null) {
                pipeline.addAfter(pipeline.context(SslHandler.class).name(), null, new InboundByteHandler(connection));
                pipeline.remove(this);
                context.fireChannelRead(message);
                return;
            }
            ByteBuf bytes = (ByteBuf) message;
            connection.onRead();
            // Vert.x detects the protocol from the first bytes. Given a complete request at once, it would process the request
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
                return pipeline.get(Http2ConnectionHandler.class) != null;
            }
            pipeline.addAfter(ENCODER, null, new HttpMessageHandler(connection));
            return true;
        }
    }

    /** Observes the requests and responses of HTTP/1. */
    private static final class HttpMessageHandler extends ChannelDuplexHandler {

        private final ConnectionTimeoutTracker connection;

        HttpMessageHandler(ConnectionTimeoutTracker connection) {
            this.connection = connection;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                connection.onRequestStart();
            }
            if (message instanceof LastHttpContent) {
                connection.onRequestEnd();
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof LastHttpContent && !isInterim(message)) {
                connection.onResponseEnd();
            }
            context.write(message, promise);
        }

        // For example 100 Continue.
        private static boolean isInterim(Object message) {
            return message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
    }
}
