package dev.meanwhile.api;

/** A request that is not carried out because of the request itself, of a policy, or of the state of this instance. */
public final class RequestRejectedException extends ApiException {

    /**
     * @param status an HTTP status from 400 to 499, or 503 if the same request may succeed later
     * @param message the violated constraint and its remedy, for the client
     */
    public RequestRejectedException(int status, String message) {
        super(status, message, null);
    }

    /** Rejection of a new request by an instance that is shutting down. */
    public static RequestRejectedException shuttingDown() {
        return new RequestRejectedException(503, "This instance is shutting down. Retry later.");
    }

    /** Rejection of a new request by an instance that has too many requests in progress. */
    public static RequestRejectedException overloaded() {
        return new RequestRejectedException(503, "Too many requests are in progress. Retry later.");
    }
}
