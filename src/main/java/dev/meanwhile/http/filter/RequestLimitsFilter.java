package dev.meanwhile.http.filter;

import java.util.Map;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import dev.meanwhile.http.filter.RequestPipeline.RequestFilter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Rejects requests whose target, method, headers or body are too large, with an error response that states the limit. The
 * limits of Vert.x ({@code quarkus.http.limits.*}) are set higher, because Vert.x rejects a request without a body and
 * without headers.
 */
@Singleton
@Priority(RequestPipeline.REQUEST_LIMITS)
public final class RequestLimitsFilter implements RequestFilter {

    /** Maximum number of characters of path and query. The longest valid target has about 1,000. */
    public static final int MAX_REQUEST_TARGET_LENGTH = 8_192;

    /** Maximum number of bytes of all header names and values together. */
    public static final int MAX_HEADER_BYTES = 16_384;

    /** Maximum number of bytes of a body; no resource reads one. */
    public static final int MAX_BODY_BYTES = 16_384;

    @Override
    public void filter(RoutingContext context, Handler<RoutingContext> next) {
        HttpServerRequest request = context.request();
        if (request.uri().length() > MAX_REQUEST_TARGET_LENGTH) {
            context.fail(414);
        } else if (MethodFilter.isTooLong(request.method())) {
            context.fail(501);
        } else if (headerBytes(request) > MAX_HEADER_BYTES) {
            context.fail(431);
        } else {
            BodyLimit.check(context, MAX_BODY_BYTES, next);
        }
    }

    static int headerBytes(HttpServerRequest request) {
        int bytes = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            bytes += header.getKey().length() + header.getValue().length();
        }
        return bytes;
    }
}
