package dev.meanwhile.http.error;

import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.meanwhile.api.ApiException;
import dev.meanwhile.http.filter.ResponseHeadersFilter;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Answers what fails before or beside a resource: a limit, a path that cannot be decoded, a broken connection. */
final class RouterFailureHandler {

    private static final Logger LOG = Logger.getLogger(RouterFailureHandler.class);

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(RouterFailureHandler::handleFailure);
    }

    private static void handleFailure(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        if (response.headWritten() || response.closed()) {
            LOG.debugf(context.failure(), "%s %s was given up by its caller", request.method(), request.uri());
            response.reset();
            return;
        }
        // Vert.x refuses a request without a Host before all filters
        if (ResponseHeadersFilter.requestId(context) == null) {
            ResponseHeadersFilter.add(context);
        }
        ErrorResponse error = toErrorResponse(context);
        response.setStatusCode(error.status()).putHeader("Content-Type", error.mediaType(context));
        error.headers().forEach(response::putHeader);
        response.end(error.body(context));
    }

    private static ErrorResponse toErrorResponse(RoutingContext context) {
        if (context.failure() instanceof ApiException failure) {
            return ErrorResponse.of(failure, context);
        }
        int status = context.statusCode();
        boolean clientError = status >= 400 && status < 500;
        return clientError ? ErrorResponse.of(status, context) : ErrorResponse.internalServerError(context.failure(), context);
    }
}
