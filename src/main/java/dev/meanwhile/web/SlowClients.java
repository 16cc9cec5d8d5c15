package dev.meanwhile.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslHandler;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;

/**
 * Cuts clients that hold a connection and do not use it, as {@link ClientsConfig} has it. Vert.x knows only how long a
 * connection may be silent: that has to be longer than the longest answer takes, and a byte now and then is enough for it.
 * <p>
 * One timer per connection looks at where it is; a request costs no more than a few flags. Netty has extensions in the packaged
 * service only: in dev mode and in the tests that share a class loader with it, it is not theirs.
 */
public final class SlowClients extends ChannelInitializerExtension {

    private static final Logger LOG = Logger.getLogger(SlowClients.class);
    private static final int LOOKS_PER_TIMEOUT = 4;
    // as Vert.x calls it
    private static final String ENCODER = "httpEncoder";

    private final long idleTimeout;
    private final long requestTimeout;
    private final long interval;

    public SlowClients() {
        ClientsConfig config = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(ClientsConfig.class);
        idleTimeout = config.idleTimeout().toNanos();
        requestTimeout = config.requestTimeout().toNanos();
        interval = Math.min(idleTimeout, requestTimeout) / LOOKS_PER_TIMEOUT;
    }

    // Netty asks for its extensions when it first listens, and that is after this event
    static void enable(@Observes StartupEvent start) {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        Connection connection = new Connection(channel);
        channel.pipeline().addLast(new Bytes(connection));
    }

    /** Where a connection is, and what becomes of it. */
    private final class Connection implements Runnable {

        private final Channel channel;
        private Http2Connection.PropertyKey openSince;
        private long idleSince = System.nanoTime();
        private long arrivingSince;
        private boolean used;
        private boolean arriving;
        private boolean complete;
        private int unanswered;

        Connection(Channel channel) {
            this.channel = channel;
        }

        void lookLater() {
            channel.eventLoop().schedule(this, interval, TimeUnit.NANOSECONDS);
        }

        @Override
        public void run() {
            if (channel.isOpen()) {
                look(System.nanoTime());
                lookLater();
            }
        }

        private void look(long now) {
            Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
            // while we do not read, it is not the client who is slow
            boolean late = http2 != null ? isLate(http2.connection(), now)
                    : arriving && channel.config().isAutoRead() && now - arrivingSince > requestTimeout;
            if (late) {
                LOG.debugf("Cut %s, whose request did not arrive in %s", channel, Duration.ofNanos(requestTimeout));
                // not through HTTP/2, which would wait for the request
                channel.pipeline().firstContext().close();
            } else if (isWriting() || (http2 != null ? http2.connection().numActiveStreams() > 0 : used || unanswered > 0)) {
                idleSince = now;
                used = false;
            } else if (now - idleSince > idleTimeout) {
                channel.close();
            }
        }

        private boolean isLate(Http2Connection http2, long now) {
            if (openSince == null) {
                openSince = http2.newKey();
            }
            try {
                return http2.forEachActiveStream(stream -> !isLate(stream, now)) != null;
            } catch (Http2Exception e) {
                throw new IllegalStateException(e);
            }
        }

        // whether the client still owes the end of its request, be it answered or not
        private boolean isLate(Http2Stream stream, long now) {
            Long since = stream.getProperty(openSince);
            if (since == null) {
                stream.setProperty(openSince, now);
            }
            return stream.state().remoteSideOpen() && since != null && now - since > requestTimeout;
        }

        // a client may take its time to read
        private boolean isWriting() {
            ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
            return out != null && out.totalPendingWriteBytes() > 0;
        }

        void hasRead() {
            used = true;
            if (complete) {
                arriving = false;
            } else if (!arriving) {
                arriving = true;
                arrivingSince = System.nanoTime();
            }
        }
    }

    /** Sees what is read, after TLS if there is any, and has {@link Messages} see what becomes of it. */
    private final class Bytes extends ChannelInboundHandlerAdapter {

        private final Connection connection;
        private boolean protocolIsKnown;

        Bytes(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            connection.lookLater();
            context.fireChannelActive();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ChannelPipeline pipeline = context.pipeline();
            if (!protocolIsKnown && pipeline.first() == this && pipeline.get(SslHandler.class) != null) {
                pipeline.addAfter(pipeline.context(SslHandler.class).name(), null, new Bytes(connection));
                pipeline.remove(this);
                context.fireChannelRead(message);
                return;
            }
            ByteBuf bytes = (ByteBuf) message;
            connection.complete = false;
            // Vert.x decides on the protocol by the first bytes; with a whole request it would go on before we can see it
            while (!protocolIsKnown && bytes.isReadable()) {
                context.fireChannelRead(bytes.readRetainedSlice(1));
                protocolIsKnown = seesMessages(pipeline);
            }
            if (bytes.isReadable()) {
                context.fireChannelRead(bytes);
            } else {
                bytes.release();
            }
            connection.hasRead();
        }

        private boolean seesMessages(ChannelPipeline pipeline) {
            if (pipeline.get(ENCODER) == null) {
                return pipeline.get(Http2ConnectionHandler.class) != null;
            }
            pipeline.addAfter(ENCODER, null, new Messages(connection));
            return true;
        }
    }

    /** Sees the requests and answers of HTTP/1. */
    private static final class Messages extends ChannelDuplexHandler {

        private final Connection connection;

        Messages(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                connection.unanswered++;
                connection.complete = false;
            }
            if (message instanceof LastHttpContent) {
                connection.complete = true;
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof LastHttpContent && !isInterim(message)) {
                connection.unanswered--;
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
