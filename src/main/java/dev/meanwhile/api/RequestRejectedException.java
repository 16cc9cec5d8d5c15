package dev.meanwhile.api;

/** A request that this service will not carry out, or not now, for a reason that its caller can do something about. */
public final class RequestRejectedException extends ApiException {

    /**
     * @param status an HTTP status from 400 to 499, or 503 if the same request may succeed later
     * @param message a sentence that a person understands
     */
    public RequestRejectedException(int status, String message) {
        super(status, message, null);
    }
}
