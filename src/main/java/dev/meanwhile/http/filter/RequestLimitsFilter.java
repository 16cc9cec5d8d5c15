package dev.meanwhile.http.filter;

import java.util.Map;

import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Refuses requests that are larger than any honest one. Vert.x has limits too, set well above these, but what exceeds those
 * is answered without a body and cannot say what was wrong.
 */
public final class RequestLimitsFilter {

    /** Characters of path and query; a thousand digits fit eight times. */
    public static final int MAX_REQUEST_TARGET_LENGTH = 8_192;

    /** Bytes of all header names and values together. */
    public static final int MAX_HEADER_BYTES = 16_384;

    /** Bytes of a body, which no route takes. */
    static final int MAX_BODY_BYTES = 16_384;

    private static final int BEFORE_THE_ROUTES = 1_000;

    void register(@Observes Filters filters) {
        filters.register(RequestLimitsFilter::check, BEFORE_THE_ROUTES);
    }

    private static void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.uri().length() > MAX_REQUEST_TARGET_LENGTH) {
            context.fail(414);
        } else if (headerBytes(request) > MAX_HEADER_BYTES) {
            context.fail(431);
        } else if (bodyBytes(request) > MAX_BODY_BYTES) {
            context.fail(413);
        } else {
            context.next();
        }
    }

    // the parser has refused what is no number; a body without a length is cut by quarkus.http.limits.max-body-size
    private static long bodyBytes(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    private static int headerBytes(HttpServerRequest request) {
        int bytes = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            bytes += header.getKey().length() + header.getValue().length();
        }
        return bytes;
    }
}
