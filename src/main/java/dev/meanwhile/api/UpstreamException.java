package dev.meanwhile.api;

import java.time.Duration;

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
}
