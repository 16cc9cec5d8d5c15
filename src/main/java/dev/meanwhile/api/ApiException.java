package dev.meanwhile.api;

import java.time.Duration;

/** Why a request was not carried out, in words that its caller understands. */
public abstract sealed class ApiException extends RuntimeException permits RequestRejectedException, UpstreamException {

    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(2);

    private final int status;

    ApiException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The HTTP status that tells of it. */
    public int status() {
        return status;
    }

    /** What a log says of it: its message, and what caused it. */
    public String logMessage() {
        return getCause() == null ? getMessage() : getMessage() + " (" + getCause() + ")";
    }

    /** How long to wait before the same request may succeed, where {@link #status} is 429 or 503. */
    public Duration retryAfter() {
        return DEFAULT_RETRY_AFTER;
    }
}
