package dev.meanwhile.http.error;

import java.util.List;
import java.util.Locale;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import dev.meanwhile.api.ApiException;
import dev.meanwhile.http.filter.MethodFilter;
import dev.meanwhile.http.filter.RequestIdFilter;
import dev.meanwhile.http.filter.RequestPipeline;
import dev.meanwhile.http.filter.SecurityHeadersFilter;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Sends the error response for a request that fails outside of JAX-RS: in a filter, or while Vert.x parses its path. */
@Singleton
final class RouterFailureHandler {

    private static final Logger LOG = Logger.getLogger(RouterFailureHandler.class);

    private final SecurityHeadersFilter securityHeaders;

    RouterFailureHandler(SecurityHeadersFilter securityHeaders) {
        this.securityHeaders = securityHeaders;
    }

    void register(@Observes Router router) {
        router.route().order(RequestPipeline.FIRST_ROUTE).failureHandler(this::handleFailure);
    }

    private void handleFailure(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        if (response.headWritten() || response.closed()) {
            LOG.debugf(context.failure(), "%s %s: the client closed the connection before the response was complete",
                    request.method(), request.uri());
            response.reset();
            return;
        }
        // The handlers of the ID, the headers and the access log have not run for this request.
        boolean unrouted = RequestIdFilter.requestId(context) == null;
        if (unrouted) {
            RequestIdFilter.assign(context);
            securityHeaders.addAll(context);
        }
        if (isOptionsOfTheServer(context)) {
            MethodFilter.respondToOptions(context);
            return;
        }
        ErrorResponse error = toErrorResponse(context);
        if (unrouted) {
            AccessLog.log(request.method() + " " + request.uri() + " " + versionOf(request), error.status());
        }
        ErrorFormat format = ErrorFormat.negotiate(context, List.of());
        response.setStatusCode(error.status()).putHeader("Content-Type", ErrorResponse.contentType(format));
        error.headers().forEach(response::putHeader);
        response.end(error.body(format, context));
    }

    private static boolean isOptionsOfTheServer(RoutingContext context) {
        return context.statusCode() == 404 && "*".equals(context.request().uri())
                && context.request().method().equals(HttpMethod.OPTIONS);
    }

    private static String versionOf(HttpServerRequest request) {
        if (request.version() == null) {
            return "-";
        }
        return request.version() == HttpVersion.HTTP_2 ? "HTTP/2" : request.version().alpnName().toUpperCase(Locale.ROOT);
    }

    private static ErrorResponse toErrorResponse(RoutingContext context) {
        if (context.failure() instanceof ApiException failure) {
            return ErrorResponse.of(failure, context);
        }
        int status = status(context);
        boolean clientError = status >= 400 && status < 500 || status == 501 || status == 505;
        return clientError ? ErrorResponse.of(status, context)
                : ErrorResponse.internalServerError(context.failure(), context);
    }

    // Vert.x fails a request whose target is not a path, such as * or that of CONNECT, with 404 before any filter.
    private static int status(RoutingContext context) {
        HttpMethod method = context.request().method();
        boolean notFound = context.statusCode() == 404;
        return notFound && MethodFilter.isTooLong(method) ? 501
                : notFound && method.equals(HttpMethod.CONNECT) ? 405 : context.statusCode();
    }
}
