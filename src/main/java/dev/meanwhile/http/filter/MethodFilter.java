package dev.meanwhile.http.filter;

import java.util.function.Predicate;

import jakarta.enterprise.event.Observes;

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
public final class MethodFilter {

    /** Value of {@code Allow}: no resource of this service changes anything. */
    public static final String ALLOWED_METHODS = "GET, HEAD, OPTIONS";

    /** Maximum length of a method; the longest registered one has 17 characters. */
    public static final int MAX_METHOD_LENGTH = 20;

    // In development mode the Dev UI and its MCP server need other methods.
    void registerOnPublicPort(@Observes Router router) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            return;
        }
        register(router, path -> RouteLookup.exists(router, path), context -> context.fail(405));
    }

    // The management port has no error format.
    void registerOnManagementPort(@Observes ManagementInterface management) {
        Router router = management.router();
        register(router, path -> RouteLookup.isHandledBy(router, path), context -> context.response().setStatusCode(405)
                .putHeader(HttpHeaders.ALLOW, ALLOWED_METHODS).end());
    }

    private static void register(Router router, Predicate<String> exists, Handler<RoutingContext> reject) {
        router.route().order(-FilterPriorities.METHOD).handler(context -> {
            HttpMethod method = context.request().method();
            if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
                context.next();
            } else if (!exists.test(context.normalizedPath())) {
                context.fail(404);
            } else if (method == HttpMethod.OPTIONS) {
                respondToOptions(context);
            } else {
                reject.handle(context);
            }
        });
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
