package dev.meanwhile.http.timeout;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;

/** Where a client's connection is in its requests, and what becomes of it; known to its event loop only. */
final class ConnectionTimeoutTracker implements Runnable {

    private static final Logger LOG = Logger.getLogger(ConnectionTimeoutTracker.class);
    private static final int CHECKS_PER_TIMEOUT = 4;

    private final Channel channel;
    private final long idleTimeout;
    private final long requestTimeout;
    private Http2Connection.PropertyKey openSince;
    private long idleSince = System.nanoTime();
    private long requestStartedAt;
    private boolean activeSinceLastCheck;
    private boolean requestInProgress;
    private boolean complete;
    private int pendingResponses;

    ConnectionTimeoutTracker(Channel channel, HttpTimeoutsConfig config) {
        this.channel = channel;
        this.idleTimeout = config.idleTimeout().toNanos();
        this.requestTimeout = config.requestTimeout().toNanos();
    }

    void onRead() {
        complete = false;
    }

    void onRequestStart() {
        pendingResponses++;
        complete = false;
    }

    void onRequestEnd() {
        complete = true;
    }

    void onResponseEnd() {
        pendingResponses--;
    }

    void onReadComplete() {
        activeSinceLastCheck = true;
        if (complete) {
            requestInProgress = false;
        } else if (!requestInProgress) {
            requestInProgress = true;
            requestStartedAt = System.nanoTime();
        }
    }

    void scheduleCheck() {
        channel.eventLoop().schedule(this, Math.min(idleTimeout, requestTimeout) / CHECKS_PER_TIMEOUT, TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        if (channel.isOpen()) {
            checkTimeouts(System.nanoTime());
            scheduleCheck();
        }
    }

    private void checkTimeouts(long now) {
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        // while we do not read, it is not the client who is slow
        boolean late = http2 != null ? isRequestTimedOut(http2.connection(), now)
                : requestInProgress && channel.config().isAutoRead() && now - requestStartedAt > requestTimeout;
        if (late) {
            LOG.debugf("Cut %s, whose request did not arrive in %s", channel, Duration.ofNanos(requestTimeout));
            // not through HTTP/2, which would wait for the request
            channel.pipeline().firstContext().close();
        } else if (hasPendingWrites()
                || (http2 != null ? http2.connection().numActiveStreams() > 0 : activeSinceLastCheck || pendingResponses > 0)) {
            idleSince = now;
            activeSinceLastCheck = false;
        } else if (now - idleSince > idleTimeout) {
            channel.close();
        }
    }

    private boolean isRequestTimedOut(Http2Connection http2, long now) {
        if (openSince == null) {
            openSince = http2.newKey();
        }
        try {
            return http2.forEachActiveStream(stream -> !isRequestTimedOut(stream, now)) != null;
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    // whether the client still owes the end of its request, be it answered or not
    private boolean isRequestTimedOut(Http2Stream stream, long now) {
        Long since = stream.getProperty(openSince);
        if (since == null) {
            stream.setProperty(openSince, now);
        }
        return stream.state().remoteSideOpen() && since != null && now - since > requestTimeout;
    }

    // a client may take its time to read
    private boolean hasPendingWrites() {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        return out != null && out.totalPendingWriteBytes() > 0;
    }
}
