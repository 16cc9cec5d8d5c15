package dev.meanwhile.api;

import java.time.Duration;

/** A failed call of another service over HTTP. */
public abstract sealed class UpstreamException extends ApiException {

    private UpstreamException(int status, String message, Throwable cause) {
        super(status, message, cause);
    }

    /** The connection was refused, reset or closed before the response was complete. An idempotent call may be retried. */
    public static final class ConnectionFailed extends UpstreamException {
        public ConnectionFailed(String upstream, Throwable cause) {
            super(502, upstream + " could not be reached.", cause);
        }
    }

    /** The response has an unexpected status, content type, size or content. */
    public static final class InvalidResponse extends UpstreamException {
        public InvalidResponse(String message) {
            this(message, null);
        }

        public InvalidResponse(String message, Throwable cause) {
            super(502, message, cause);
        }
    }

    /** The response was not complete within the timeout. */
    public static final class TimedOut extends UpstreamException {
        public TimedOut(String upstream, Throwable cause) {
            super(504, upstream + " did not respond in time.", cause);
        }
    }

    /** The connection pool and the queue of requests that wait for a connection are full. */
    public static final class PoolExhausted extends UpstreamException {
        public PoolExhausted(String upstream, Throwable cause) {
            super(503, upstream + " cannot be called: the connection limit is reached. Retry later.", cause);
        }
    }

    /** The circuit breaker is open after repeated failures, so no call was made. */
    public static final class CircuitOpen extends UpstreamException {

        private final Duration delay;

        /** @param delay time until the circuit breaker allows the next call */
        public CircuitOpen(String upstream, Duration delay, Throwable cause) {
            super(503, upstream + " is not called: the circuit breaker is open after repeated failures. Retry later.", cause);
            this.delay = delay;
        }

        @Override
        public Duration retryAfter() {
            return delay;
        }
    }
}
