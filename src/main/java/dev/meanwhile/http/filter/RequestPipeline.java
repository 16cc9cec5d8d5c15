package dev.meanwhile.http.filter;

import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * The filters that every request passes before its route, in the order of their {@code @Priority}, highest first. They are one
 * handler of the router, because each handler costs CPU time for every request.
 *
 * <pre>
 *   request
 *      │  Netty: http.connection, limits connections, corrects headers, completes the responses to what is rejected before
 *      │         the router
 *      │  Vert.x: rejects a request without Host before any handler
 *      │
 *      │  router order   priority
 *      │  MIN_VALUE         -      Quarkus: access log
 *      │  MIN_VALUE         -      RequestSmugglingFilter: HTTP version
 *      │  -3000           3000     RequestIdFilter
 *      │                  2750     SecurityHeadersFilter
 *      │                  2500     RequestSmugglingFilter: framing
 *      │                  2000     ShutdownFilter
 *      │                  1500     LoadSheddingFilter
 *      │                  1000     RequestLimitsFilter
 *      │                   900     RequestTargetFilter: matrix parameters, decoding of the query
 *      │                   800     MethodFilter, also on the management port
 *      │                   700     ContentFilter: Accept, compression, ranges
 *      ▼
 *   static resource or JAX-RS resource ── exception ──▶ http.error.ExceptionMappers
 *
 *   failure of any handler above ──▶ http.error.RouterFailureHandler
 * </pre>
 */
@Singleton
public final class RequestPipeline {

    /** Router order of handlers that run before all filters, and of the failure handler of all routes. */
    public static final int FIRST_ROUTE = Integer.MIN_VALUE;

    static final int REQUEST_ID = 3_000;
    static final int SECURITY_HEADERS = 2_750;
    static final int REQUEST_FRAMING = 2_500;
    static final int SHUTDOWN = 2_000;
    static final int LOAD_SHEDDING = 1_500;
    static final int REQUEST_LIMITS = 1_000;
    static final int REQUEST_TARGET = 900;
    static final int METHOD = 800;

    /** Priority of content negotiation, compression and ranges. */
    public static final int CONTENT = 700;

    /** A filter of the pipeline: a bean with a {@code @Priority}. */
    public interface RequestFilter {

        /**
         * Passes the request to {@code next}, at once or later, or responds to it.
         *
         * @param next the filters with a lower priority, then the routes
         */
        void filter(RoutingContext context, Handler<RoutingContext> next);
    }

    private final Handler<RoutingContext> first;

    RequestPipeline(@All List<RequestFilter> filters) {
        Handler<RoutingContext> next = RoutingContext::next;
        for (int i = filters.size() - 1; i >= 0; i--) {
            next = prepend(filters.get(i), next);
        }
        this.first = next;
    }

    private static Handler<RoutingContext> prepend(RequestFilter filter, Handler<RoutingContext> next) {
        return context -> filter.filter(context, next);
    }

    void register(@Observes Filters filters) {
        filters.register(first, REQUEST_ID);
    }
}
