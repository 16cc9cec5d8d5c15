package dev.meanwhile.http.filter;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import org.jboss.logging.MDC;

import dev.meanwhile.http.filter.RequestPipeline.RequestFilter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Gives every request an ID: the value of its {@code X-Request-Id} header if that is valid, otherwise a random one. The ID is
 * in the response header {@code X-Request-Id}, in the log's MDC as {@code requestId}, and in the message of server errors.
 */
@Singleton
@Priority(RequestPipeline.REQUEST_ID)
public final class RequestIdFilter implements RequestFilter {

    public static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Id");
    public static final String MDC_KEY = "requestId";
    private static final int MAX_LENGTH = 64;

    @Override
    public void filter(RoutingContext context, Handler<RoutingContext> next) {
        assign(context);
        next.handle(context);
    }

    /** Assigns an ID to a request that has none yet. */
    public static void assign(RoutingContext context) {
        String id = resolveRequestId(context.request().getHeader(HEADER));
        MDC.put(MDC_KEY, id);
        context.response().headers().set(HEADER, id);
    }

    /** Returns the ID of the request, or null if the request failed before this filter. */
    public static String requestId(RoutingContext context) {
        return context.response().headers().get(HEADER);
    }

    /** Returns the received ID if it is valid, otherwise a new one. */
    public static String resolveRequestId(String received) {
        return received != null && isValid(received) ? received
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private static boolean isValid(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean valid = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.'
                    || c == '-';
            if (!valid) {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= MAX_LENGTH;
    }
}
