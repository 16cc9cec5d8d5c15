package dev.meanwhile.http.filter;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;

import org.jboss.logging.MDC;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Gives every request an ID: the value of its {@code X-Request-Id} header if that is valid, otherwise a random one. The ID is
 * in the response header {@code X-Request-Id}, in the log's MDC as {@code requestId}, and in the message of server errors.
 */
public final class RequestIdFilter {

    private static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Id");
    private static final String MDC_KEY = "requestId";
    private static final Pattern VALID_REQUEST_ID = Pattern.compile("[\\w.-]{1,64}");

    void register(@Observes Filters filters) {
        filters.register(context -> {
            assign(context);
            context.next();
        }, FilterPriorities.REQUEST_ID);
    }

    /** Assigns an ID to a request that has none yet. */
    public static void assign(RoutingContext context) {
        String id = resolveRequestId(context.request());
        MDC.put(MDC_KEY, id);
        context.response().headers().set(HEADER, id);
    }

    /** Returns the ID of the request, or null if the request failed before this filter. */
    public static String requestId(RoutingContext context) {
        return context.response().headers().get(HEADER);
    }

    private static String resolveRequestId(HttpServerRequest request) {
        String received = request.getHeader(HEADER);
        return received != null && VALID_REQUEST_ID.matcher(received).matches() ? received
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
