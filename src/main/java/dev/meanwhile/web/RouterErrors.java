package dev.meanwhile.web;

import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Answers what fails before or beside a resource: a limit, a path that cannot be decoded, a broken connection. */
final class RouterErrors {

    private static final Logger LOG = Logger.getLogger(RouterErrors.class);

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(RouterErrors::answer);
    }

    private static void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        if (response.headWritten() || response.closed()) {
            LOG.debugf(context.failure(), "%s %s was given up by its caller", request.method(), request.uri());
            response.reset();
            return;
        }
        // Vert.x refuses a request without a Host before all filters
        if (AnswerHeaders.requestId(context) == null) {
            AnswerHeaders.add(context);
        }
        Problem problem = problem(context);
        response.setStatusCode(problem.status()).putHeader("Content-Type", problem.mediaType(context));
        problem.headers().forEach(response::putHeader);
        response.end(problem.body(context));
    }

    private static Problem problem(RoutingContext context) {
        if (context.failure() instanceof Failure failure) {
            return Problem.of(failure, context);
        }
        int status = context.statusCode();
        boolean refused = status >= 400 && status < 500;
        return refused ? Problem.of(status, context) : Problem.unexpected(context.failure(), context);
    }
}
