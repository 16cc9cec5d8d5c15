package dev.meanwhile.api;

import java.time.Duration;

/** Reason for an error response, with its HTTP status and a message for the client. */
public abstract sealed class ApiException extends RuntimeException permits RequestRejectedException, UpstreamException {

    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(2);

    private final int status;

    ApiException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** HTTP status of the error response: 400 or above. */
    public int status() {
        return status;
    }

    /** Message for the log: the message for the client, and the cause if there is one. */
    public String logMessage() {
        return getCause() == null ? getMessage() : getMessage() + " (" + getCause() + ")";
    }

    /** Value of {@code Retry-After}, sent with status 429 and 503. */
    public Duration retryAfter() {
        return DEFAULT_RETRY_AFTER;
    }
}
