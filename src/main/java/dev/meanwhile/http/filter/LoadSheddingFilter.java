package dev.meanwhile.http.filter;

import java.util.concurrent.atomic.AtomicLong;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.http.filter.RequestPipeline.RequestFilter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Rejects requests with 503 while all connections and the requests in progress use an estimated third of the heap. The limits
 * of connections and of HTTP/2 streams per connection permit more than that. A cancelled request counts until its tasks have
 * left the queue of the event loop.
 * <p>
 * The extension quarkus-load-shedding limits the number of requests by their latency, to 1,000 by default. It would reject
 * calls of a lab run, which has up to 2,000 slow requests.
 */
@Singleton
@Priority(RequestPipeline.LOAD_SHEDDING)
public final class LoadSheddingFilter implements RequestFilter {

    // Objects of Netty, Vert.x and Quarkus for one request without its headers, from heap histograms.
    private static final int BYTES_PER_REQUEST = 8_192;
    private static final int SHARE_OF_HEAP = 3;

    // Set at startup, because a native executable initializes this class when it is built.
    private static volatile long maxBytes;
    private static final AtomicLong BYTES_IN_PROGRESS = new AtomicLong();

    private final String ownUserAgent;

    LoadSheddingFilter(@ConfigProperty(name = "quarkus.rest-client.user-agent") String ownUserAgent) {
        this.ownUserAgent = ownUserAgent;
        maxBytes = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    }

    /**
     * Returns whether a new request would be rejected. {@code http.connection} then closes connections before a request is
     * created.
     */
    public static boolean isOverloaded() {
        return BYTES_IN_PROGRESS.get() > maxBytes - BYTES_PER_REQUEST;
    }

    /** Counts memory of a connection, or of a request before it reaches this filter. */
    public static void acquire(long bytes) {
        BYTES_IN_PROGRESS.addAndGet(bytes);
    }

    public static void release(long bytes) {
        BYTES_IN_PROGRESS.addAndGet(-bytes);
    }

    @Override
    public void filter(RoutingContext context, Handler<RoutingContext> next) {
        int bytes = BYTES_PER_REQUEST + RequestLimitsFilter.headerBytes(context.request());
        if (BYTES_IN_PROGRESS.addAndGet(bytes) <= maxBytes || isOwn(context)) {
            context.addEndHandler(ended -> {
                if (ended.succeeded()) {
                    BYTES_IN_PROGRESS.addAndGet(-bytes);
                } else {
                    // The tasks of a cancelled request wait for the event loop and keep its memory. This task runs after them.
                    context.vertx().runOnContext(turn -> BYTES_IN_PROGRESS.addAndGet(-bytes));
                }
            });
            next.handle(context);
        } else {
            BYTES_IN_PROGRESS.addAndGet(-bytes);
            context.fail(RequestRejectedException.overloaded());
        }
    }

    // A request in progress may have to call this instance.
    private boolean isOwn(RoutingContext context) {
        return ownUserAgent.equals(context.request().getHeader(HttpHeaders.USER_AGENT));
    }
}
