package dev.meanwhile.http.filter;

import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Protects against request smuggling: rejects requests whose framing a proxy may read differently, and closes their
 * connection. Implements RFC 9112 sections 6.1 and 6.3.
 */
final class RequestSmugglingFilter {

    // Runs before the access log, which fails on any version other than 1.0, 1.1 and 2.
    void rejectUnsupportedHttpVersion(@Observes Router router) {
        router.route().order(FilterPriorities.FIRST_ROUTE).handler(context -> {
            if (context.request().version() == null) {
                closeAfterResponse(context);
                context.response().setStatusCode(505).end();
            } else {
                context.next();
            }
        });
    }

    void register(@Observes Filters filters) {
        filters.register(RequestSmugglingFilter::rejectAmbiguousFraming, FilterPriorities.REQUEST_FRAMING);
    }

    private static void rejectAmbiguousFraming(RoutingContext context) {
        HttpServerRequest request = context.request();
        String encoding = request.version() == HttpVersion.HTTP_2 ? null : request.getHeader(HttpHeaders.TRANSFER_ENCODING);
        boolean ambiguous = request.headers().getAll(HttpHeaders.HOST).size() > 1 || isPipelinedAfterClose(request);
        if (encoding != null) {
            ambiguous |= !"chunked".equalsIgnoreCase(encoding)
                    || request.headers().getAll(HttpHeaders.TRANSFER_ENCODING).size() > 1;
        }
        // Netty removes a Content-Length beside a Transfer-Encoding, so every request with an encoding may have had both.
        if (ambiguous || encoding != null) {
            closeAfterResponse(context);
        }
        if (ambiguous) {
            context.fail(400);
        } else {
            context.next();
        }
    }

    // Vert.x 4.5 still parses requests pipelined after a Connection: close request, although the channel is closed.
    // ConnectionBase is internal API; the public HttpConnection does not tell whether the channel is active.
    private static boolean isPipelinedAfterClose(HttpServerRequest request) {
        return !((ConnectionBase) request.connection()).channel().isActive();
    }

    private static void closeAfterResponse(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.addEndHandler(ended -> context.request().connection().close());
    }
}
