package dev.meanwhile.client;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;

/**
 * Points in time of the HTTP request of a REST client call: when it had a connection, and when the headers of its response
 * arrived. After retries, both are those of the last attempt. {@link RestClientSafeguards} finds the object in the Vert.x
 * context of the caller, so the call needs no additional operators.
 */
public final class CallTimings {

    private static final String KEY = CallTimings.class.getName();

    private volatile long connected;
    private volatile long responded;

    private CallTimings() {
    }

    /** Starts to record the calls of the current request, which must be handled on a duplicated context. */
    public static CallTimings start() {
        CallTimings timings = new CallTimings();
        Context context = Vertx.currentContext();
        if (context != null && VertxContext.isDuplicatedContext(context)) {
            context.putLocal(KEY, timings);
        }
        return timings;
    }

    /** Called when a request has its connection, and before it is sent. */
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

    /** {@link System#nanoTime} at which the request had its connection. */
    public long connected() {
        return connected;
    }

    /** {@link System#nanoTime} at which the headers of the response arrived. */
    public long responded() {
        return responded;
    }
}
