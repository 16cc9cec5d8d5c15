package dev.meanwhile.http.filter;

/**
 * Order of the filters and router handlers that every request passes. A filter with priority {@code p} runs at router order
 * {@code -p}, so filters with a higher priority run earlier.
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
 *      │  -2750           2750     SecurityHeadersFilter
 *      │  -2500           2500     RequestSmugglingFilter: framing
 *      │  -2000           2000     ShutdownFilter
 *      │  -1500           1500     LoadSheddingFilter
 *      │  -1000           1000     RequestLimitsFilter
 *      │   -900            900     RequestTargetFilter: matrix parameters, decoding of the query
 *      │   -800             -      MethodFilter, also on the management port
 *      │   -700            700     ContentFilter: Accept, compression, ranges
 *      ▼
 *   static resource or JAX-RS resource ── exception ──▶ http.error.ExceptionMappers
 *
 *   failure of any handler above ──▶ http.error.RouterFailureHandler
 * </pre>
 */
public final class FilterPriorities {

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

    private FilterPriorities() {
    }
}
