package dev.meanwhile.http.filter;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.meanwhile.http.filter.RequestPipeline.RequestFilter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Protects against request smuggling: rejects requests whose framing a proxy may read differently, and closes their
 * connection. Closes the connection after a response without a length, whose end is the end of the connection. Implements RFC
 * 9112 sections 6.1 and 6.3.
 */
@Singleton
@Priority(RequestPipeline.REQUEST_FRAMING)
final class RequestSmugglingFilter implements RequestFilter {

    // Runs before the access log, which fails on any version other than 1.0, 1.1 and 2.
    void rejectUnsupportedHttpVersion(@Observes Router router) {
        router.route().order(RequestPipeline.FIRST_ROUTE).handler(context -> {
            if (context.request().version() == null) {
                closeAfterResponse(context);
                context.fail(505);
            } else {
                context.next();
            }
        });
    }

    /** Rejects ambiguous framing. */
    @Override
    public void filter(RoutingContext context, Handler<RoutingContext> next) {
        HttpServerRequest request = context.request();
        String encoding = request.version() == HttpVersion.HTTP_2 ? null : request.getHeader(HttpHeaders.TRANSFER_ENCODING);
        if (request.version() == HttpVersion.HTTP_1_0) {
            context.addHeadersEndHandler(written -> closeIfUndelimited(context));
        }
        boolean ambiguous = request.headers().getAll(HttpHeaders.HOST).size() > 1 || isPipelinedAfterClose(request);
        if (encoding != null) {
            ambiguous |= !"chunked".equalsIgnoreCase(encoding)
                    || request.headers().getAll(HttpHeaders.TRANSFER_ENCODING).size() > 1;
        }
        // Netty removes a Content-Length beside a Transfer-Encoding, so any request with an encoding may have had both.
        if (ambiguous || encoding != null) {
            closeAfterResponse(context);
        }
        if (ambiguous) {
            context.fail(400);
        } else {
            next.handle(context);
        }
    }

    // Vert.x 4.5 still parses requests pipelined after a Connection: close request, although the channel is closed.
    // ConnectionBase is internal API. The public HttpConnection has no method that returns whether the channel is active.
    private static boolean isPipelinedAfterClose(HttpServerRequest request) {
        return !((ConnectionBase) request.connection()).channel().isActive();
    }

    // HTTP/1.0 has no chunked encoding, so the end of the connection marks the end of a stream, even if the client requests to
    // keep the connection alive.
    private static void closeIfUndelimited(RoutingContext context) {
        if (!context.response().headers().contains(HttpHeaders.CONTENT_LENGTH)
                && context.request().method() != HttpMethod.HEAD && context.response().getStatusCode() != 304) {
            closeAfterResponse(context);
        }
    }

    // An HTTP/2 response has no Connection header (RFC 9113 section 8.2.2), and its stream delimits it.
    private static void closeAfterResponse(RoutingContext context) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(ended -> context.request().connection().close());
        }
    }
}
