package dev.meanwhile.web;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

import jakarta.ws.rs.WebApplicationException;

import com.fasterxml.jackson.core.JacksonException;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;

/** Everything that can go wrong with a service that we call over HTTP. */
public abstract sealed class UpstreamException extends ApiException {

    private UpstreamException(int status, String message, Throwable cause) {
        super(status, message, cause);
    }

    /** No complete answer came because the connection was refused, reset or closed: an idempotent call may be repeated. */
    public static final class ConnectionFailed extends UpstreamException {
        public ConnectionFailed(String upstream, Throwable cause) {
            super(502, upstream + " could not be reached.", cause);
        }
    }

    /** An answer came that is of no use: its status, type, size or content is wrong. */
    public static final class InvalidResponse extends UpstreamException {
        public InvalidResponse(String message) {
            this(message, null);
        }

        public InvalidResponse(String message, Throwable cause) {
            super(502, message, cause);
        }
    }

    /** No complete answer came in the time that was given. */
    public static final class TimedOut extends UpstreamException {
        public TimedOut(String upstream, Throwable cause) {
            super(504, upstream + " did not answer in time.", cause);
        }
    }

    /** As many calls wait for a connection to it as there may be. */
    public static final class PoolExhausted extends UpstreamException {
        public PoolExhausted(String upstream, Throwable cause) {
            super(503, upstream + " is asked for as much as it may be, try again in a moment.", cause);
        }
    }

    /** It failed so often of late that it is left alone for a while. */
    public static final class CircuitOpen extends UpstreamException {

        private final Duration delay;

        public CircuitOpen(String upstream, Duration delay, Throwable cause) {
            super(503, upstream + " has failed too often and is left alone for a moment.", cause);
            this.delay = delay;
        }

        @Override
        public Duration retryAfter() {
            return delay;
        }
    }

    /**
     * Says what a failure of the REST client means. This is the only place that knows the client's exceptions.
     *
     * @param failure whatever the client failed with
     * @param upstream what to call the service in the message, as the beginning of a sentence
     */
    public static UpstreamException of(Throwable failure, String upstream) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UpstreamException known) {
                return known;
            }
            if (cause instanceof TimeoutException || cause instanceof ConnectTimeoutException) {
                return new TimedOut(upstream, failure);
            }
            if (cause instanceof ConnectionPoolTooBusyException) {
                return new PoolExhausted(upstream, failure);
            }
            // Jackson's exceptions are I/O exceptions too
            if (cause instanceof JacksonException) {
                return new InvalidResponse(upstream + " did not answer with the JSON that was expected.", failure);
            }
            if (cause instanceof IOException || cause instanceof HttpClosedException) {
                return new ConnectionFailed(upstream, failure);
            }
        }
        return new InvalidResponse(failure instanceof WebApplicationException refused
                ? upstream + " answered with status " + refused.getResponse().getStatus() + "."
                : upstream + " gave an answer that makes no sense.", failure);
    }
}
