package dev.meanwhile.http.filter;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Rejects a request whose body is too large with 413, by its {@code Content-Length} or by counting its bytes. A chunked body
 * is read, and discarded, before the routes run. {@code quarkus.http.limits.max-body-size} limits such a body only if a
 * resource reads it. No resource of this service reads one. {@code http.connection.Http2RequestListener} does the same for
 * HTTP/2.
 */
final class BodyLimit {

    private final RoutingContext context;
    private final int maxBytes;
    private final Handler<RoutingContext> next;
    private int bytes;

    private BodyLimit(RoutingContext context, int maxBytes, Handler<RoutingContext> next) {
        this.next = next;
        this.context = context;
        this.maxBytes = maxBytes;
    }

    static void check(RoutingContext context, int maxBytes, Handler<RoutingContext> next) {
        HttpServerRequest request = context.request();
        // Netty has rejected a Content-Length that is not a number.
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            if (Long.parseLong(length) > maxBytes) {
                context.fail(413);
            } else {
                next.handle(context);
            }
        } else if (hasChunkedBody(request)) {
            new BodyLimit(context, maxBytes, next).count();
        } else {
            next.handle(context);
        }
    }

    // A client that expects 100 Continue sends its body only after that response. It gets the final response instead.
    private static boolean hasChunkedBody(HttpServerRequest request) {
        return !request.isEnded() && request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                && !request.headers().contains(HttpHeaders.EXPECT);
    }

    private void count() {
        HttpServerRequest request = context.request();
        request.endHandler(end -> {
            if (bytes <= maxBytes) {
                next.handle(context);
            }
        });
        request.handler(this::add);
    }

    private void add(Buffer part) {
        boolean exceededBefore = bytes > maxBytes;
        bytes = Math.min(bytes + part.length(), maxBytes + 1);
        if (bytes > maxBytes && !exceededBefore) {
            // RequestSmugglingFilter closes the connection.
            context.fail(413);
        }
    }
}
