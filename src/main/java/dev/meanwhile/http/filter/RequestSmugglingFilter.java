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
 * Ends a connection on which a proxy before us may see other requests than we do: that is how one is smuggled past it.
 * RFC 9112, 6.1 and 6.3, is what servers must do about it.
 */
final class RequestSmugglingFilter {

    private static final int AFTER_THE_HEADERS = 2_500;

    // before the access log, which cannot write a version that is neither 1.0, 1.1 nor 2
    void rejectUnsupportedHttpVersion(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(context -> {
            if (context.request().version() == null) {
                closeAfterResponse(context);
                context.response().setStatusCode(505).end();
            } else {
                context.next();
            }
        });
    }

    void register(@Observes Filters filters) {
        filters.register(RequestSmugglingFilter::rejectAmbiguousFraming, AFTER_THE_HEADERS);
    }

    private static void rejectAmbiguousFraming(RoutingContext context) {
        HttpServerRequest request = context.request();
        String encoding = request.version() == HttpVersion.HTTP_2 ? null : request.getHeader(HttpHeaders.TRANSFER_ENCODING);
        boolean ambiguous = request.headers().getAll(HttpHeaders.HOST).size() > 1 || isPipelinedAfterClose(request);
        if (encoding != null) {
            ambiguous |= !"chunked".equalsIgnoreCase(encoding)
                    || request.headers().getAll(HttpHeaders.TRANSFER_ENCODING).size() > 1;
        }
        // Netty has removed a Content-Length beside an encoding, so nobody can tell any more whether there was one
        if (ambiguous || encoding != null) {
            closeAfterResponse(context);
        }
        if (ambiguous) {
            context.fail(400);
        } else {
            context.next();
        }
    }

    // what came in one piece with a request that closed the connection is parsed, but nobody is there to be answered
    private static boolean isPipelinedAfterClose(HttpServerRequest request) {
        return !((ConnectionBase) request.connection()).channel().isActive();
    }

    private static void closeAfterResponse(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.addEndHandler(ended -> context.request().connection().close());
    }
}
