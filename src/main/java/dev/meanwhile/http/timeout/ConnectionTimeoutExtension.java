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
 * Cuts clients that hold a connection and do not use it, as {@link HttpTimeoutsConfig} has it. Vert.x knows only how long a
 * connection may be silent: that has to be longer than the longest answer takes, and a byte now and then is enough for it.
 * <p>
 * One timer per connection looks at where it is; a request costs no more than a few flags. Netty has extensions in the packaged
 * service only: in dev mode and in the tests that share a class loader with it, it is not theirs.
 */
// for the ServiceLoader of a native executable
@RegisterForReflection
public final class ConnectionTimeoutExtension extends ChannelInitializerExtension {

    // as Vert.x calls it
    private static final String ENCODER = "httpEncoder";

    private static volatile HttpTimeoutsConfig config;

    // Netty asks for its extensions when it first listens, and that is after this event
    static void enable(@Observes StartupEvent start, HttpTimeoutsConfig clients) {
        config = clients;
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        // none where Netty has loaded this class for itself, as a test may make it do
        if (config != null) {
            channel.pipeline().addLast(new InboundByteHandler(new ConnectionTimeoutTracker(channel, config)));
        }
    }

    /** Sees what is read, after TLS if there is any, and has {@link HttpMessageHandler} see what becomes of it. */
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
            // Vert.x decides on the protocol by the first bytes; with a whole request it would go on before we can see it
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

    /** Sees the requests and answers of HTTP/1. */
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

        // such as 100 Continue
        private static boolean isInterim(Object message) {
            return message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
    }
}
