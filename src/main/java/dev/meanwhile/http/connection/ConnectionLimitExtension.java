package dev.meanwhile.http.connection;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import com.sun.management.UnixOperatingSystemMXBean;

import dev.meanwhile.http.filter.LoadSheddingFilter;
import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.management.ManagementConfig;

/**
 * Closes new connections to the public port above {@code quarkus.http.limits.max-connections}. The limit is half of the file
 * descriptors that are free at startup if that is less, so that the management port always has descriptors. New connections
 * are also closed while {@link LoadSheddingFilter} rejects requests.
 * <p>
 * Quarkus counts a connection for that property only when its first request has arrived. Connections without a request would
 * be unlimited, and accepted connections that wait for a busy event loop would fill the heap.
 * <p>
 * Netty loads extensions in the packaged application only, see {@link dev.meanwhile.http.timeout.ConnectionTimeoutExtension}.
 */
// Netty's ServiceLoader creates it reflectively in a native executable.
@RegisterForReflection
public final class ConnectionLimitExtension extends ChannelInitializerExtension {

    private static final Logger LOG = Logger.getLogger(ConnectionLimitExtension.class);
    // Channel, pipeline and handlers of HTTP/1, from heap histograms.
    private static final int BYTES_PER_CONNECTION = 4_096;
    private static final long LOG_INTERVAL_SECONDS = 60;
    private static final long ACCEPT_PAUSE_SECONDS = 1;

    private static final AtomicInteger CONNECTIONS = new AtomicInteger();
    private static volatile long quietUntil;
    private static volatile HttpServer server;
    private static volatile int configuredManagementPort;
    private static volatile int maxConnections;

    // Netty loads its extensions when it binds the first server socket, which happens after StartupEvent.
    static void enable(@Observes StartupEvent start, HttpServer httpServer, VertxHttpConfig http, ManagementConfig management) {
        int configured = http.limits().maxConnections().stream().filter(limit -> limit > 0).findFirst()
                .orElse(Integer.MAX_VALUE);
        long descriptors = freeFileDescriptors();
        maxConnections = (int) Math.min(configured, Math.max(1, descriptors / 2));
        if (maxConnections < configured && configured != Integer.MAX_VALUE) {
            LOG.warnf("At most %s connections instead of %s: the process may open only %s more files",
                    String.valueOf(maxConnections), String.valueOf(configured), String.valueOf(descriptors));
        }
        quietUntil = System.nanoTime();
        configuredManagementPort = management.port();
        server = httpServer;
    }

    private static long freeFileDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                && unix.getMaxFileDescriptorCount() > 0
                        ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
                        : Long.MAX_VALUE;
    }

    /**
     * Returns whether the channel, a listener or a connection, belongs to the public port; false before startup.
     * <p>
     * Quarkus 3.33 registers the management port only if it is random: otherwise {@code getManagementPort} returns -1. Delete
     * the configured port when VertxHttpRecorder always registers the management port.
     */
    static boolean isPublic(Channel channel) {
        HttpServer current = server;
        return current != null && channel.localAddress() instanceof InetSocketAddress address
                && address.getPort() != configuredManagementPort && address.getPort() != current.getManagementPort();
    }

    /** Counts memory that the connection uses until it is closed. */
    static void countMemory(Channel connection, int bytes) {
        LoadSheddingFilter.acquire(bytes);
        connection.closeFuture().addListener(closed -> LoadSheddingFilter.release(bytes));
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel channel) {
        channel.pipeline().addLast(new AcceptHandler());
    }

    /** Logs a warning, unless there was one in the last minute. */
    static void warn(String message) {
        long now = System.nanoTime();
        if (now - quietUntil >= 0) {
            quietUntil = now + TimeUnit.SECONDS.toNanos(LOG_INTERVAL_SECONDS);
            LOG.warnf("%s (logged at most once per minute)", message);
        }
    }

    private static final class AcceptHandler extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            Channel connection = (Channel) message;
            if (!isPublic(context.channel())) {
                context.fireChannelRead(connection);
            } else if (CONNECTIONS.get() >= maxConnections) {
                connection.unsafe().closeForcibly();
                warn("New connections are closed, because " + maxConnections + " are open");
            } else if (LoadSheddingFilter.isOverloaded()) {
                connection.unsafe().closeForcibly();
                warn("New connections are closed, because connections and requests use too much memory");
            } else {
                CONNECTIONS.incrementAndGet();
                countMemory(connection, BYTES_PER_CONNECTION);
                connection.closeFuture().addListener(closed -> CONNECTIONS.decrementAndGet());
                context.fireChannelRead(connection);
            }
        }

        // Netty also pauses after a failure, but logs each failure with its stack trace.
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof IOException) {
                Channel listener = context.channel();
                listener.config().setAutoRead(false);
                listener.eventLoop().schedule(() -> listener.config().setAutoRead(true), ACCEPT_PAUSE_SECONDS,
                        TimeUnit.SECONDS);
                warn("Cannot accept connections: " + cause.getMessage());
            } else {
                context.fireExceptionCaught(cause);
            }
        }
    }
}
