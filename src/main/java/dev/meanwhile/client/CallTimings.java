package dev.meanwhile.client;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;

/**
 * Times of a REST client call: when its HTTP request got a connection, and when the headers of its response arrived. After
 * retries, both times are those of the last attempt. {@link RestClientSafeguards} finds the object in the Vert.x context of
 * the caller, so the call needs no additional operators.
 */
public final class CallTimings {

    private static final String KEY = CallTimings.class.getName();

    private volatile long connected;
    private volatile long responded;

    private CallTimings() {
    }

    /**
     * Starts to record the calls of the current request. Records nothing outside of a duplicated context, which Quarkus
     * creates for each request.
     */
    public static CallTimings start() {
        CallTimings timings = new CallTimings();
        Context context = Vertx.currentContext();
        if (context != null && VertxContext.isDuplicatedContext(context)) {
            context.putLocal(KEY, timings);
        }
        return timings;
    }

    /** Records the times of {@code request}, which has a connection and is not sent yet. */
    static void record(HttpClientRequest request) {
        Context context = Vertx.currentContext();
        if (context != null && VertxContext.isDuplicatedContext(context)) {
            CallTimings timings = context.getLocal(KEY);
            if (timings != null) {
                timings.connected = System.nanoTime();
                request.response().onSuccess(response -> timings.responded = System.nanoTime());
            }
        }
    }

    /** Whether a request was sent and its response has arrived. */
    public boolean isComplete() {
        return connected != 0 && responded != 0;
    }

    /** {@link System#nanoTime} at which the request got its connection; 0 before that. */
    public long connected() {
        return connected;
    }

    /** {@link System#nanoTime} at which the headers of the response arrived; 0 before that. */
    public long responded() {
        return responded;
    }
}
