package dev.meanwhile.http.timeout;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Tracks one client connection and closes it when it is idle, when its request arrives too slowly, or when it does not read its
 * response. Not thread-safe: use only on the connection's event loop.
 */
final class ConnectionTimeoutTracker implements Runnable {

    private static final Logger LOG = Logger.getLogger(ConnectionTimeoutTracker.class);
    private static final int CHECKS_PER_TIMEOUT = 4;

    private final Channel channel;
    private final long idleTimeout;
    private final long requestTimeout;
    private final long writeTimeout;
    private final UnreadBytes unread;
    private Http2Connection.PropertyKey streamOpenedAt;
    private long idleSince = System.nanoTime();
    private long requestStartedAt;
    private boolean activeSinceLastCheck;
    private boolean requestInProgress;
    private boolean requestComplete;
    private int pendingResponses;

    ConnectionTimeoutTracker(Channel channel, HttpTimeoutsConfig config, PendingBytesLimit pendingBytesLimit) {
        this.channel = channel;
        this.idleTimeout = config.idleTimeout().toNanos();
        this.requestTimeout = config.requestTimeout().toNanos();
        this.writeTimeout = config.writeTimeout().toNanos();
        this.unread = new UnreadBytes(channel, pendingBytesLimit);
    }

    /** The bytes of responses that wait for this client. */
    UnreadBytes unread() {
        return unread;
    }

    void onRead() {
        requestComplete = false;
    }

    void onRequestStart() {
        pendingResponses++;
        requestComplete = false;
    }

    void onRequestEnd() {
        requestComplete = true;
    }

    void onResponseEnd() {
        pendingResponses--;
    }

    void onReadComplete() {
        activeSinceLastCheck = true;
        if (requestComplete) {
            requestInProgress = false;
        } else if (!requestInProgress) {
            requestInProgress = true;
            requestStartedAt = System.nanoTime();
        }
    }

    /** Gives a request that had arrived in part, when reading was suspended, the whole time again. */
    void onReadResumed() {
        requestStartedAt = System.nanoTime();
    }

    void scheduleCheck() {
        channel.eventLoop().schedule(this, Math.min(Math.min(idleTimeout, requestTimeout), writeTimeout) / CHECKS_PER_TIMEOUT,
                TimeUnit.NANOSECONDS);
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
        // Without auto-read, Vert.x or HttpMessageHandler has suspended reading, so the client is not slow.
        boolean timedOut = http2 != null ? isRequestTimedOut(http2.connection(), now)
                : requestInProgress && channel.config().isAutoRead() && now - requestStartedAt > requestTimeout;
        if (timedOut) {
            LOG.debugf("Closing %s: its request did not arrive within %s", channel, Duration.ofNanos(requestTimeout));
            // Not through the HTTP/2 handler, which would wait for the end of the request.
            channel.pipeline().firstContext().close();
        } else if (unread.exist()) {
            idleSince = now;
            if (now - unread.checkProgress(now) > writeTimeout) {
                LOG.debugf("Closing %s: it took no byte of its response within %s", channel, Duration.ofNanos(writeTimeout));
                unread.reset();
            }
        } else if (http2 != null ? http2.connection().numActiveStreams() > 0 : activeSinceLastCheck || pendingResponses > 0) {
            idleSince = now;
            activeSinceLastCheck = false;
        } else if (now - idleSince > idleTimeout) {
            channel.close();
        }
    }

    private boolean isRequestTimedOut(Http2Connection http2, long now) {
        if (streamOpenedAt == null) {
            streamOpenedAt = http2.newKey();
        }
        try {
            return http2.forEachActiveStream(stream -> !isRequestTimedOut(stream, now)) != null;
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    // True if the client has not sent the end of its request in time, even if the response is complete.
    private boolean isRequestTimedOut(Http2Stream stream, long now) {
        Long since = stream.getProperty(streamOpenedAt);
        if (since == null) {
            stream.setProperty(streamOpenedAt, now);
        }
        return stream.state().remoteSideOpen() && since != null && now - since > requestTimeout;
    }
}
