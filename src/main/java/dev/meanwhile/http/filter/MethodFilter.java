package dev.meanwhile.http.filter;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.meanwhile.http.filter.RequestPipeline.RequestFilter;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Rejects every method but GET, HEAD and OPTIONS with 405, and responds to OPTIONS, for all paths that exist (RFC 9110
 * sections 9.3.7 and 15.5.6). Without this filter the handlers of OpenAPI, Swagger UI, health and metrics respond to any
 * method. Static resources respond to POST with 404. Quarkus REST responds to OPTIONS of unknown paths with 200.
 */
@Singleton
@Priority(RequestPipeline.METHOD)
public final class MethodFilter implements RequestFilter {

    /** Value of {@code Allow}: no resource of this service changes anything. */
    public static final String ALLOWED_METHODS = "GET, HEAD, OPTIONS";

    /** Maximum length of a method; the longest registered one has 17 characters. */
    public static final int MAX_METHOD_LENGTH = 20;

    // In development mode the Dev UI and its MCP server need other methods.
    private final boolean development = LaunchMode.current() == LaunchMode.DEVELOPMENT;
    private Router publicRouter;

    void rememberPublicRouter(@Observes Router router) {
        publicRouter = router;
    }

    @Override
    public void filter(RoutingContext context, Handler<RoutingContext> next) {
        if (isSafe(context) || development) {
            next.handle(context);
        } else {
            respond(context, RouteLookup.exists(publicRouter, context.normalizedPath()), failed -> failed.fail(405));
        }
    }

    // The management port has no error format.
    void registerOnManagementPort(@Observes ManagementInterface management) {
        Router router = management.router();
        router.route().order(-RequestPipeline.METHOD).handler(context -> {
            if (isSafe(context)) {
                context.next();
            } else {
                respond(context, RouteLookup.isHandledBy(router, context.normalizedPath()), rejected -> rejected.response()
                        .setStatusCode(405).putHeader(HttpHeaders.ALLOW, ALLOWED_METHODS).end());
            }
        });
    }

    private static boolean isSafe(RoutingContext context) {
        HttpMethod method = context.request().method();
        return method == HttpMethod.GET || method == HttpMethod.HEAD;
    }

    private static void respond(RoutingContext context, boolean exists, Handler<RoutingContext> reject) {
        if (!exists) {
            context.fail(404);
        } else if (context.request().method() == HttpMethod.OPTIONS) {
            respondToOptions(context);
        } else {
            reject.handle(context);
        }
    }

    /** Sends the response to OPTIONS: status 200, the allowed methods, no body. */
    public static void respondToOptions(RoutingContext context) {
        context.response().putHeader(HttpHeaders.ALLOW, ALLOWED_METHODS).end();
    }

    /** Whether a method is too long for error messages, logs and metrics. */
    public static boolean isTooLong(HttpMethod method) {
        return method.name().length() > MAX_METHOD_LENGTH;
    }
}
