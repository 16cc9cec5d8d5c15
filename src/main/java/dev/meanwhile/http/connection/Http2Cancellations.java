package dev.meanwhile.http.connection;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.http.HttpServerOptions;

/**
 * Limits the HTTP/2 requests that a client cancels, over all of its connections. A request is also cancelled if the client
 * closes the connection before the response is complete. The limit of Netty, {@code quarkus.http.limits.rst-flood-*}, applies
 * to one connection, so a client that opens further connections is not limited by it. A cancelled request takes time and
 * memory until its tasks have left the queue of the event loop.
 * <p>
 * A client is an IP address, or the first 64 bits of an IPv6 address. It may cancel {@value #CONNECTIONS} times the requests
 * that the limit of Netty permits in the same period. Then each of its HTTP/2 connections is closed at its next request or
 * cancellation, until the period ends. The counts are in a table of fixed size, so that clients cannot fill the heap with
 * addresses. Clients with the same index share a limit.
 */
final class Http2Cancellations {

    private static final int CONNECTIONS = 10;
    private static final int INDEX_BITS = 12;
    private static final int IPV6_NETWORK_BYTES = 8;

    /** @param end {@link System#nanoTime} after which the counts are not valid */
    private record Period(AtomicIntegerArray counts, long end) {

        static Period start() {
            return new Period(new AtomicIntegerArray(1 << INDEX_BITS), System.nanoTime() + periodNanos);
        }

        boolean isOver() {
            return System.nanoTime() - end >= 0;
        }
    }

    private static volatile int limit;
    private static volatile long periodNanos;
    // So that a client cannot choose addresses that share a limit with another client.
    private static volatile int seed;
    private static volatile Period period;

    private final int client;
    private boolean closedByServer;

    /** Counts the requests in progress as cancelled when the connection is closed, unless by {@link #close}. */
    Http2Cancellations(Channel connection, Http2Connection http2) {
        client = index(connection.remoteAddress());
        connection.closeFuture().addListener(closed -> {
            if (!closedByServer) {
                count(http2.numActiveStreams());
            }
        });
    }

    /** Reads the limit, and starts the first period. */
    static void enable(VertxHttpConfig http) {
        int perConnection = http.limits().rstFloodMaxRstFramePerWindow()
                .orElse(HttpServerOptions.DEFAULT_HTTP2_RST_FLOOD_MAX_RST_FRAME_PER_WINDOW);
        limit = perConnection > 0 ? (int) Math.min((long) CONNECTIONS * perConnection, Integer.MAX_VALUE) : Integer.MAX_VALUE;
        periodNanos = http.limits().rstFloodWindowDuration()
                .orElse(Duration.ofSeconds(HttpServerOptions.DEFAULT_HTTP2_RST_FLOOD_WINDOW_DURATION)).toNanos();
        seed = ThreadLocalRandom.current().nextInt();
        period = Period.start();
    }

    /** Returns whether the client has cancelled too many requests in this period. */
    boolean isLimited() {
        Period current = period;
        return current.counts().get(client) > limit && !current.isOver();
    }

    /** Counts a cancelled request, and closes the connection if the client has cancelled too many. */
    void add(ChannelHandlerContext context) {
        count(1);
        if (isLimited()) {
            ConnectionLimitExtension
                    .warn("Connections of a client are closed, because it has cancelled too many HTTP/2 requests");
            close(context);
        }
    }

    /** Closes the connection at once. Its requests in progress do not count as cancelled by the client. */
    void close(ChannelHandlerContext context) {
        closedByServer = true;
        // Not through the HTTP/2 handler, which would wait for the end of the requests.
        context.pipeline().firstContext().close();
    }

    private void count(int cancelled) {
        if (period.isOver()) {
            renewPeriod();
        }
        period.counts().addAndGet(client, cancelled);
    }

    private static synchronized void renewPeriod() {
        if (period.isOver()) {
            period = Period.start();
        }
    }

    private static int index(SocketAddress client) {
        byte[] address = client instanceof InetSocketAddress internet ? internet.getAddress().getAddress() : new byte[0];
        int hash = Arrays.hashCode(Arrays.copyOf(address, Math.min(address.length, IPV6_NETWORK_BYTES)));
        // multiplicative hashing with the golden ratio
        return ((hash ^ seed) * 0x9E3779B9) >>> (Integer.SIZE - INDEX_BITS);
    }
}
